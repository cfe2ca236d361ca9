import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Region } from "../../../lambdas/contract/regions.ts";
import type { Vine, Vineyard } from "../../../lambdas/contract/vine.ts";
import { idempotencyKeys } from "../api/idempotency-keys.ts";
import { trellis } from "../api/trellis.ts";
import { useIdentities } from "../identities/use-identities.ts";
import { useCreateJob } from "../jobs/use-create-job.ts";
import { FormPage } from "../parts/form-page.tsx";
import { CurlButton } from "../parts/curl-button.tsx";
import { FormRefused } from "../parts/form-refused.tsx";
import { Loading } from "../parts/loading.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { useHomeRegion } from "../session/use-config.ts";
import { plantingRequest, plantRequests, withVineyard, type Planting } from "./plant-vine.ts";
import { useVineForm } from "./use-vine-form.ts";
import { useVineyards } from "./use-vines.ts";
import { VineFields } from "./vine-fields.tsx";
import { formFields, typedAtFirst, type VineValues } from "./vine-form.ts";
import { canPlant, vineName } from "./vine-words.ts";

export function PlantPage() {
  return (
    <FormPage
      title="Plant a vine"
      needs="operator"
      doing="plant a vine"
      lead="A vine is one piece of infrastructure in one of your accounts. Planting it makes nothing there yet: a plan shows what Terraform would do."
    >
      <PlantFormOnceReady />
    </FormPage>
  );
}

function PlantFormOnceReady() {
  const vineyards = useVineyards();
  const identities = useIdentities();
  // What was read once stays: a form that somebody fills in does not go because reading it again failed.
  if (vineyards.data !== undefined && identities.data !== undefined) {
    return <PlantForm vineyards={vineyards.data.items} identities={identities.data.items} />;
  }
  const failed = [vineyards, identities].find((query) => query.isError);
  if (failed === undefined) return <Loading what="the form" />;
  return (
    <ProblemView error={failed.error} what="The form could not be made ready" onRetry={() => void failed.refetch()} />
  );
}

interface PlantFormProps {
  readonly vineyards: readonly Vineyard[];
  readonly identities: readonly CloudIdentity[];
}

function PlantForm({ vineyards, identities }: PlantFormProps) {
  const home = useHomeRegion();
  const vine = useVineForm(valuesAtFirst({ vineyards, identities }, home));
  const { plant, plan } = usePlant();
  const isBusy = plant.isPending || plan.isPending;
  if (plant.data !== undefined && plan.isError) return <PlantedOnly vine={plant.data} error={plan.error} />;

  const send = (thenPlan: boolean) => {
    const planting = vine.check();
    if (planting !== undefined) plant.mutate({ planting, thenPlan }, { onError: vine.onError });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(true);
  };
  const checkedCurl = () => {
    const planting = vine.check();
    if (planting === undefined) throw new Error("The form is not filled in yet");
    return plantRequests(planting, plantingRequest);
  };
  return (
    <form ref={vine.form} className="card form" onSubmit={submit} noValidate>
      <VineFields vine={vine} vineyards={vineyards} identities={identities} />
      {plant.isError ? <FormRefused error={plant.error} what="The vine was not planted" fields={formFields} /> : null}
      <div className="form-actions form-actions-many">
        <button type="submit" className="button button-primary" disabled={isBusy}>
          {isBusy ? "Planting…" : "Plant and plan"}
        </button>
        <button type="button" className="button" disabled={isBusy} onClick={() => send(false)}>
          Plant
        </button>
        <Link className="button button-quiet" href="/vines">
          Back
        </Link>
        <CurlButton request={checkedCurl} />
      </div>
    </form>
  );
}

function valuesAtFirst({ vineyards, identities }: PlantFormProps, region: Region | undefined): VineValues {
  const template = "aws-bucket";
  return {
    vineyardId: vineyards[0]?.id ?? "",
    vineyardName: "",
    identityId: identities.find(canPlant)?.id ?? "",
    projectName: "",
    stage: "",
    region: region ?? "",
    source: template,
    typed: typedAtFirst(template),
    archive: "",
    rows: [],
  };
}

interface PlantOrder {
  readonly planting: Planting;
  readonly thenPlan: boolean;
}

/** Plants, then plans and goes to the job, or goes to the vine. */
function usePlant() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [keyOf] = useState(idempotencyKeys);
  const plan = useCreateJob();
  const plant = useMutation({
    mutationFn: async ({ planting }: PlantOrder) => {
      const input = await withVineyard(planting, keyOf);
      return trellis.createVine(input, keyOf(input));
    },
    onSuccess: (vine, { thenPlan }) => {
      if (thenPlan) plan.mutate({ type: "PLAN", vine_id: vine.id });
      else navigate(`/vines/${vine.id}`);
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["vines"] }),
        queries.invalidateQueries({ queryKey: ["vineyards"] }),
      ]),
  });
  return { plant, plan };
}

function PlantedOnly({ vine, error }: { readonly vine: Vine; readonly error: Error }) {
  return (
    <ProblemView error={error} what={`${vineName(vine)} is planted, but its plan was not started`}>
      <Link className="button" href={`/vines/${vine.id}`}>
        Go to {vineName(vine)}
      </Link>
    </ProblemView>
  );
}
