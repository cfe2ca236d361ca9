import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import { providers, type CreateCloudIdentity, type Provider } from "../../../lambdas/contract/cloud-identity.ts";
import type { CurlRequest } from "../api/curl.ts";
import { ApiProblem, formErrorsOf } from "../api/problem.ts";
import { idempotencyKeys } from "../api/idempotency-keys.ts";
import { trellis } from "../api/trellis.ts";
import { FormPage } from "../parts/form-page.tsx";
import { CurlButton } from "../parts/curl-button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { focusFirstError } from "../parts/focus-first-error.ts";
import { FormRefused } from "../parts/form-refused.tsx";
import { CredentialInputs } from "./credential-inputs.tsx";
import {
  changeValues,
  checkCreate,
  fieldsAtFirst,
  identityFields,
  valuesAtFirst,
  type CredentialName,
  type IdentityErrors,
  type IdentityField,
} from "./identity-form.ts";
import { providerWords } from "./identity-words.ts";

const hints: Readonly<Record<Provider, string>> = {
  aws: "A role in the account that trusts Vintner, with an external id.",
  gcp: "Workload identity federation to a service account of the project.",
  azure: "An app registration with a federated credential.",
};

export function ConnectPage() {
  return (
    <FormPage
      title="Connect a cloud"
      needs="admin"
      doing="connect a cloud"
      lead="First a name, so that Vintner knows the identity; its page then has all that is to be done in the cloud, ready to copy. No key is stored."
    >
      <ConnectForm />
    </FormPage>
  );
}

function useConnect() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [keyOf] = useState(idempotencyKeys);
  return useMutation({
    // The same form sent twice is the same identity.
    mutationFn: (request: CreateCloudIdentity) => trellis.createCloudIdentity(request, keyOf(request)),
    onSuccess: (identity) => {
      void queries.invalidateQueries({ queryKey: ["cloud-identities", "list"] });
      navigate(`/cloud-identities/${identity.id}`);
    },
  });
}

function ConnectForm() {
  const [provider, setProvider] = useState<Provider>("aws");
  const [name, setName] = useState("");
  const [values, setValues] = useState(valuesAtFirst("aws"));
  const [errors, setErrors] = useState<IdentityErrors>({});
  const form = useRef<HTMLFormElement>(null);
  const connect = useConnect();

  const mended = (field: IdentityField) => setErrors(({ [field]: _mended, ...others }) => others);
  const change = (field: CredentialName, value: string) => {
    setValues((before) => changeValues(before, field, value));
    mended(field);
  };
  const choose = (next: Provider) => {
    setProvider(next);
    setValues(valuesAtFirst(next));
    setErrors({});
    connect.reset();
  };
  const refuse = (found: IdentityErrors) => {
    setErrors(found);
    focusFirstError(form.current, identityFields, found);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkCreate(provider, name, values);
    if (checked.errors !== undefined) return refuse(checked.errors);
    connect.mutate(checked.request, {
      onError: (error) => refuse(error instanceof ApiProblem ? formErrorsOf(error.problem, identityFields).fields : {}),
    });
  };
  const checkedCurl = (): CurlRequest => {
    const checked = checkCreate(provider, name, values);
    if (checked.errors === undefined) return { method: "POST", path: "/api/cloud-identities", body: checked.request };
    refuse(checked.errors);
    throw new Error("The form is not filled in yet");
  };
  return (
    <form ref={form} className="card form" onSubmit={submit} noValidate>
      <fieldset className="field choices">
        <legend className="field-label">Cloud</legend>
        {providers.map((candidate) => (
          <Choice
            key={candidate}
            name="provider"
            label={providerWords[candidate].label}
            hint={hints[candidate]}
            chosen={provider === candidate}
            onChoose={() => choose(candidate)}
          />
        ))}
      </fieldset>
      <div data-field="name">
        <Field id="name" label="Name" hint="Lower-case letters, digits and -, such as production." error={errors.name}>
          {(control) => (
            <input
              {...control}
              value={name}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => {
                setName(event.target.value);
                mended("name");
              }}
            />
          )}
        </Field>
      </div>
      <CredentialInputs fields={fieldsAtFirst(provider)} values={values} errors={errors} onChange={change} />
      {connect.isError ? (
        <FormRefused error={connect.error} what="The identity was not created" fields={identityFields} />
      ) : null}
      <div className="form-actions">
        <button type="submit" className="button button-primary" disabled={connect.isPending}>
          {connect.isPending ? "Creating…" : "Go on to the set-up"}
        </button>
        <Link className="button button-quiet" href="/cloud-identities">
          Back
        </Link>
        <CurlButton request={checkedCurl} />
      </div>
    </form>
  );
}
