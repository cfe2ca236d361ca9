import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import type { CloudIdentity, PatchCloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { CurlRequest } from "../api/curl.ts";
import { ApiProblem, formErrorsOf } from "../api/problem.ts";
import { trellis } from "../api/trellis.ts";
import { CurlButton } from "../parts/curl-button.tsx";
import { focusFirstError } from "../parts/focus-first-error.ts";
import { FormRefused } from "../parts/form-refused.tsx";
import { CredentialInputs } from "./credential-inputs.tsx";
import {
  changeValues,
  checkPatch,
  credentialFields,
  identityFields,
  sameValues,
  valuesOf,
  type CredentialName,
  type IdentityErrors,
} from "./identity-form.ts";

interface CredentialsFormProps {
  readonly identity: CloudIdentity;
  /** What else can be pressed beside Save. */
  readonly children?: ReactNode;
}

/** Tells Trellis what the set-up in the cloud has made. A change takes the verification back. */
export function CredentialsForm({ identity, children }: CredentialsFormProps) {
  const saved = valuesOf(identity);
  const [values, setValues] = useState(saved);
  const [known, setKnown] = useState(saved);
  if (!sameValues(saved, known)) {
    // Saved, here or elsewhere: the form goes on from it.
    setKnown(saved);
    setValues(saved);
  }
  const [errors, setErrors] = useState<IdentityErrors>({});
  const form = useRef<HTMLFormElement>(null);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (body: PatchCloudIdentity) => trellis.changeCloudIdentity(identity.id, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["cloud-identities"] }),
  });
  const changed = !sameValues(values, saved);
  const change = (name: CredentialName, value: string) => {
    setValues((before) => changeValues(before, name, value));
    setErrors(({ [name]: _mended, ...others }) => others);
  };
  const refuse = (found: IdentityErrors) => {
    setErrors(found);
    focusFirstError(form.current, identityFields, found);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkPatch(identity.provider, values);
    if (checked.errors !== undefined) return refuse(checked.errors);
    save.mutate(checked.request, {
      onError: (error) => refuse(error instanceof ApiProblem ? formErrorsOf(error.problem, identityFields).fields : {}),
    });
  };
  const checkedCurl = (): CurlRequest => {
    const checked = checkPatch(identity.provider, values);
    if (checked.errors === undefined) {
      return { method: "PATCH", path: `/api/cloud-identities/${identity.id}`, body: checked.request };
    }
    refuse(checked.errors);
    throw new Error("The form is not filled in yet");
  };
  return (
    <form ref={form} className="inner-form" onSubmit={submit} noValidate>
      <CredentialInputs
        fields={credentialFields[identity.provider]}
        values={values}
        errors={errors}
        onChange={change}
      />
      {save.isError ? <FormRefused error={save.error} what="Not saved" fields={identityFields} /> : null}
      <div className="form-actions">
        <button type="submit" className="button button-primary" disabled={save.isPending || !changed}>
          {save.isPending ? "Saving…" : "Save"}
        </button>
        {children}
        <CurlButton request={checkedCurl} />
        {save.isSuccess && !changed ? (
          <span className="dim saved" role="status">
            Saved
          </span>
        ) : null}
      </div>
    </form>
  );
}
