import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Vine, Vineyard } from "../../../lambdas/contract/vine.ts";
import { idempotencyKeys } from "../api/idempotency-keys.ts";
import { trellis } from "../api/trellis.ts";
import { useIdentities } from "../identities/use-identities.ts";
import { CurlButton } from "../parts/curl-button.tsx";
import { FormRefused } from "../parts/form-refused.tsx";
import { Loading } from "../parts/loading.tsx";
import { isNotThere, NotThere } from "../parts/not-there.tsx";
import { Page } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { plantRequests, withVineyard, type Planting } from "./plant-vine.ts";
import { useVineForm } from "./use-vine-form.ts";
import { useVine, useVineyards } from "./use-vines.ts";
import { VineFields } from "./vine-fields.tsx";
import { formFields, valuesOf } from "./vine-form.ts";
import { vineName } from "./vine-words.ts";

export function EditVinePage({ id }: { readonly id: string }) {
  const mayEdit = may(useSession(), "operator");
  const vine = useVine(id);
  const vineyards = useVineyards();
  const identities = useIdentities();
  if (isNotThere(vine.error)) {
    return (
      <NotThere title="There is no such vine" error={vine.error} href="/vines" to="Go to the vines">
        It may have been deleted.
      </NotThere>
    );
  }
  const failed = [vine, vineyards, identities].find((query) => query.isError);
  return (
    <Page title={vine.data === undefined ? "Edit a vine" : `Edit ${vineName(vine.data)}`} className="page-narrow">
      <p className="lead dim">
        {mayEdit
          ? "Saving changes nothing in your account. Plan it afterwards to see what Terraform would do."
          : "A member of the group operator can edit a vine."}
      </p>
      {failed === undefined ? null : (
        <ProblemView
          error={failed.error}
          what="The form could not be made ready"
          onRetry={() => void failed.refetch()}
        />
      )}
      {!mayEdit ? null : vine.isSuccess && vineyards.isSuccess && identities.isSuccess ? (
        <EditForm vine={vine.data} vineyards={vineyards.data.items} identities={identities.data.items} />
      ) : failed === undefined ? (
        <Loading what="the vine" />
      ) : null}
    </Page>
  );
}

interface EditFormProps {
  readonly vine: Vine;
  readonly vineyards: readonly Vineyard[];
  readonly identities: readonly CloudIdentity[];
}

function EditForm({ vine, vineyards, identities }: EditFormProps) {
  const { id } = vine;
  const form = useVineForm(valuesOf(vine));
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [keyOf] = useState(idempotencyKeys);
  const save = useMutation({
    mutationFn: async (planting: Planting) => trellis.changeVine(id, await withVineyard(planting, keyOf)),
    onSuccess: (saved) => {
      queries.setQueryData(["vines", id], saved);
      void queries.invalidateQueries({ queryKey: ["vines", "list"] });
      void queries.invalidateQueries({ queryKey: ["vineyards"] });
      navigate(`/vines/${id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const planting = form.check();
    if (planting !== undefined) save.mutate(planting, { onError: form.onError });
  };
  const checkedCurl = () => {
    const planting = form.check();
    if (planting === undefined) throw new Error("The form is not filled in yet");
    return plantRequests(planting, { method: "PUT", path: `/api/vines/${id}` });
  };
  return (
    <form ref={form.form} className="card form" onSubmit={submit} noValidate>
      <VineFields vine={form} vineyards={vineyards} identities={identities} />
      {save.isError ? <FormRefused error={save.error} what="The vine was not saved" fields={formFields} /> : null}
      <div className="form-actions form-actions-many">
        <button type="submit" className="button button-primary" disabled={save.isPending}>
          {save.isPending ? "Saving…" : "Save"}
        </button>
        <Link className="button button-quiet" href={`/vines/${id}`}>
          Back
        </Link>
        <CurlButton request={checkedCurl} />
      </div>
    </form>
  );
}
