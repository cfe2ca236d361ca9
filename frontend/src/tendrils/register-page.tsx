import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { Link } from "wouter";
import { nameSchema } from "../../../lambdas/contract/create-job.ts";
import type { RegisterSelfHosted } from "../../../lambdas/contract/tendril.ts";
import type { CurlRequest } from "../api/curl.ts";
import { idempotencyKeys } from "../api/idempotency-keys.ts";
import { ApiProblem, formErrorsOf } from "../api/problem.ts";
import { trellis, type RegisteredTendril } from "../api/trellis.ts";
import { FormPage } from "../parts/form-page.tsx";
import { CurlButton } from "../parts/curl-button.tsx";
import { Field } from "../parts/field.tsx";
import { FormRefused } from "../parts/form-refused.tsx";
import { Page } from "../parts/page.tsx";
import { RegisteredCard } from "./registered-card.tsx";

const fields = ["name"] as const;
const requestOf = (name: string): RegisterSelfHosted => ({ name, mode: "self-hosted" });

/** Registers a Tendril that somebody runs by themselves. */
export function RegisterPage() {
  const [registered, setRegistered] = useState<RegisteredTendril & { readonly name: string }>();
  if (registered !== undefined) {
    return (
      <Page title={`Start ${registered.name}`} className="page-middle">
        <RegisteredCard {...registered} />
      </Page>
    );
  }
  return (
    <FormPage
      title="Register your own Tendril"
      needs="admin"
      doing="register a Tendril"
      lead="A self-hosted Tendril runs where you start it: on a server, in your own cluster, behind your firewall. It only makes calls outwards, to Vintner."
    >
      <RegisterForm onRegistered={setRegistered} />
    </FormPage>
  );
}

interface RegisterFormProps {
  readonly onRegistered: (tendril: RegisteredTendril & { readonly name: string }) => void;
}

function RegisterForm({ onRegistered }: RegisterFormProps) {
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const queries = useQueryClient();
  const [keyOf] = useState(idempotencyKeys);
  const register = useMutation({
    // The same form sent twice is the same Tendril, and gets the same token.
    mutationFn: (body: RegisterSelfHosted) => trellis.registerTendril(body, keyOf(body)),
    onSuccess: (tendril, { name: sent }) => {
      void queries.invalidateQueries({ queryKey: ["tendrils"] });
      onRegistered({ ...tendril, name: sent });
    },
    onError: (problem) =>
      refuse(problem instanceof ApiProblem ? formErrorsOf(problem.problem, fields).fields.name : undefined),
  });
  const refuse = (message: string | undefined) => {
    setError(message);
    if (message !== undefined) input.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = nameSchema.safeParse(name.trim());
    if (checked.success) register.mutate(requestOf(checked.data));
    else refuse(checked.error.issues[0]?.message);
  };
  const checkedCurl = (): CurlRequest => {
    const checked = nameSchema.safeParse(name.trim());
    if (checked.success) {
      return { method: "POST", path: "/api/tendrils/register", body: requestOf(checked.data) };
    }
    refuse(checked.error.issues[0]?.message);
    throw checked.error;
  };
  return (
    <form className="card form" onSubmit={submit} noValidate>
      <Field id="name" label="Name" hint="Lower-case letters, digits and -, such as edge." error={error}>
        {(control) => (
          <input
            {...control}
            ref={input}
            value={name}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
          />
        )}
      </Field>
      {register.isError ? (
        <FormRefused error={register.error} what="The Tendril was not registered" fields={fields} />
      ) : null}
      <div className="form-actions">
        <button type="submit" className="button button-primary" disabled={register.isPending}>
          {register.isPending ? "Registering…" : "Register"}
        </button>
        <Link className="button button-quiet" href="/tendrils">
          Back
        </Link>
        <CurlButton request={checkedCurl} />
      </div>
    </form>
  );
}
