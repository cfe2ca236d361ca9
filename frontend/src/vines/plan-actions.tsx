import { useState } from "react";
import type { Vine } from "../../../lambdas/contract/vine.ts";
import { createJobRequest, useCreateJob } from "../jobs/use-create-job.ts";
import { CurlButton } from "../parts/curl-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { useTendrils } from "../tendrils/use-tendrils.ts";
import { TendrilNote } from "./tendril-note.tsx";

/** Plans the vine, or the removal of all that it made, on any Tendril or on one. */
export function PlanActions({ vine }: { readonly vine: Vine }) {
  const [tendrilId, setTendrilId] = useState("");
  const tendrils = useTendrils().query.data?.items;
  const create = useCreateJob();
  const on = tendrilId === "" ? {} : { tendril_id: tendrilId };
  const plan = { type: "PLAN", vine_id: vine.id, ...on } as const;
  const planDestroy = { ...plan, destroy: true } as const;
  return (
    <>
      <div className="plan-actions">
        <span className="button-pair">
          <button
            type="button"
            className="button button-primary"
            disabled={create.isPending}
            title="Shows what Terraform would do, and changes nothing"
            onClick={() => create.mutate(plan)}
          >
            Plan
          </button>
          <CurlButton small request={() => createJobRequest(plan)} />
        </span>
        <span className="button-pair">
          <button
            type="button"
            className="button"
            disabled={create.isPending}
            title="Shows what would go if all of the vine were destroyed, and changes nothing"
            onClick={() => create.mutate(planDestroy)}
          >
            <Icon name="trash" />
            Plan destroy
          </button>
          <CurlButton small request={() => createJobRequest(planDestroy)} />
        </span>
        {tendrils !== undefined && tendrils.length > 0 ? (
          <label className="plan-on">
            <span className="dim">on</span>
            <select
              className="input"
              aria-label="Tendril"
              value={tendrilId}
              onChange={(event) => setTendrilId(event.target.value)}
            >
              <option value="">any Tendril</option>
              {tendrils.map(({ id, name, status }) => (
                <option key={id} value={id}>
                  {name}
                  {status === "ONLINE" ? "" : ` (${status.toLowerCase()})`}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {create.isPending ? (
          <span className="dim" role="status">
            Starting…
          </span>
        ) : null}
      </div>
      <TendrilNote tendrils={tendrils} />
      {create.isError ? <ProblemView error={create.error} what="The plan was not started" /> : null}
    </>
  );
}
