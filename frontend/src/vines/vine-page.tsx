import { Link } from "wouter";
import type { Vine } from "../../../lambdas/contract/vine.ts";
import { everyJob } from "../api/trellis.ts";
import { useIdentities } from "../identities/use-identities.ts";
import { LastJobs } from "../jobs/last-jobs.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Loading } from "../parts/loading.tsx";
import { isNotThere, NotThere } from "../parts/not-there.tsx";
import { useTitle } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { Ago } from "../parts/time.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { DeleteVineButton } from "./delete-vine-button.tsx";
import { PlanActions } from "./plan-actions.tsx";
import { useVine, useVineyards } from "./use-vines.ts";
import { VineConfiguration } from "./vine-configuration.tsx";
import { VineStatus } from "./vine-status.tsx";
import { vineName } from "./vine-words.ts";

export function VinePage({ id }: { readonly id: string }) {
  const query = useVine(id);
  useTitle(query.data === undefined ? `Vine ${id.slice(0, 8)}` : `Vine ${vineName(query.data)}`);
  if (isNotThere(query.error)) {
    return (
      <NotThere title="There is no such vine" error={query.error} href="/vines" to="Go to the vines">
        It may have been deleted. <Link href={`/jobs?vine_id=${id}`}>See its jobs</Link>.
      </NotThere>
    );
  }
  if (query.isPending) return <Loading what="the vine" />;
  return (
    <div className="page">
      {query.isError ? (
        <ProblemView error={query.error} what="The vine could not be read" onRetry={() => void query.refetch()} />
      ) : null}
      {query.data === undefined ? null : (
        <>
          <VineHead vine={query.data} />
          <VineConfiguration config={query.data.config} />
        </>
      )}
      <LastJobs
        filter={{ ...everyJob, vine_id: id }}
        none="No job was about it yet. Plan it to see what it would make."
      />
    </div>
  );
}

function VineHead({ vine }: { readonly vine: Vine }) {
  const mayEdit = may(useSession(), "operator");
  return (
    <header className="thing-head">
      <Link className="back" href="/vines">
        Vines
      </Link>
      <div className="job-title">
        <h1>
          Vine <span className="job-target">{vineName(vine)}</span>
        </h1>
        <VineStatus status={vine.status} />
        {mayEdit ? (
          <div className="page-actions">
            <Link className="button" href={`/vines/${vine.id}/edit`}>
              <Icon name="wrench" />
              Edit
            </Link>
            <DeleteVineButton vine={vine} />
          </div>
        ) : (
          <NeedsGroup group="operator">plan or edit it</NeedsGroup>
        )}
      </div>
      <VineFacts vine={vine} />
      {mayEdit ? <PlanActions vine={vine} /> : null}
    </header>
  );
}

function VineFacts({ vine }: { readonly vine: Vine }) {
  const vineyard = useVineyards().data?.items.find(({ id }) => id === vine.vineyard_id);
  const identity = useIdentities().data?.items.find(({ id }) => id === vine.cloud_identity_id);
  return (
    <dl className="job-facts">
      <div>
        <dt>Id</dt>
        <dd>
          <code title={vine.id}>{vine.id.slice(0, 8)}</code>
          <CopyButton label="Copy the vine's id" text={() => vine.id} className="button button-icon" />
        </dd>
      </div>
      <div>
        <dt>Vineyard</dt>
        <dd>{vineyard?.name ?? vine.vineyard_id.slice(0, 8)}</dd>
      </div>
      <div>
        <dt>Cloud identity</dt>
        <dd>
          <Link href={`/cloud-identities/${vine.cloud_identity_id}`}>
            {identity?.name ?? vine.cloud_identity_id.slice(0, 8)}
          </Link>
        </dd>
      </div>
      <div>
        <dt>Region</dt>
        <dd>{vine.region}</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd className="number">
          <Ago at={vine.created_at} />
        </dd>
      </div>
      <div>
        <dt>Changed</dt>
        <dd className="number">{vine.updated_at === vine.created_at ? "never" : <Ago at={vine.updated_at} />}</dd>
      </div>
    </dl>
  );
}
