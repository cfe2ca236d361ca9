import { Link } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { scopeOf } from "../identities/identity-words.ts";
import { Field, FieldNote } from "../parts/field.tsx";
import { canPlant } from "./vine-words.ts";

interface IdentityFieldProps {
  readonly identities: readonly CloudIdentity[];
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (id: string) => void;
}

/** The identities that a vine can be planted with, and the one that it has. */
export function IdentityField({ identities, value, error, onChange }: IdentityFieldProps) {
  const choices = identities.filter((one) => canPlant(one) || one.id === value);
  if (choices.length === 0) {
    return (
      <div className="field">
        <span className="field-label">Cloud identity</span>
        <p className="dim">
          No AWS identity is verified yet. <Link href="/cloud-identities">Connect an account and test it</Link>, then
          come back: a vine is planted in one of your accounts.
        </p>
        <FieldNote id="identity-note" error={error === undefined ? undefined : `Cloud identity ${error}`} />
      </div>
    );
  }
  return (
    <Field
      id="cloud_identity_id"
      label="Cloud identity"
      hint="The account that it grows in. Only verified AWS identities so far."
      error={error}
    >
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {value === "" ? (
            <option value="" disabled>
              Choose an identity
            </option>
          ) : null}
          {choices.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} ({scopeOf(one)}
              {one.is_verified ? "" : ", not verified"})
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
