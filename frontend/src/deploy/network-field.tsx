import { Fragment } from "react";
import { Choice } from "../parts/choice.tsx";
import { FieldNote } from "../parts/field.tsx";
import { useIdentities } from "../identities/use-identities.ts";
import type { DeployValues } from "./deploy-form.ts";
import { FoundNetworkField } from "./found-network-field.tsx";

interface NetworkFieldProps {
  readonly values: DeployValues;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<DeployValues>) => void;
}

const choices = [
  { value: "made", label: "Make a small VPC", hint: "Two public subnets, no NAT, no ingress." },
  { value: "found", label: "Use an existing VPC", hint: "Of those that were found in a connected account." },
  { value: "own", label: "Use my subnets", hint: "They need a way out to the internet." },
] as const;

export function NetworkField({ values, error, onChange }: NetworkFieldProps) {
  const accounts = (useIdentities().data?.items ?? []).filter(
    ({ provider, credentials }) => provider === "aws" && credentials.resources_fetched_at !== undefined,
  );
  return (
    <fieldset className="field choices">
      <legend className="field-label">Network</legend>
      {choices
        .filter(({ value }) => value !== "found" || accounts.length > 0)
        .map(({ value, label, hint }) => (
          <Fragment key={value}>
            <Choice
              name="network"
              label={label}
              hint={hint}
              chosen={values.network === value}
              onChoose={() => onChange({ network: value })}
            />
            {value === "found" && values.network === "found" ? (
              <FoundNetworkField
                identities={accounts}
                region={values.region}
                value={values.found}
                error={error}
                onChange={(found) => onChange({ found })}
              />
            ) : null}
            {value === "own" && values.network === "own" ? (
              <TypedSubnets values={values} error={error} onChange={onChange} />
            ) : null}
          </Fragment>
        ))}
    </fieldset>
  );
}

function TypedSubnets({ values, error, onChange }: NetworkFieldProps) {
  return (
    <div className="nested-fields nested-tight">
      <textarea
        className="input mono"
        name="subnet_ids"
        aria-label="Subnet ids"
        aria-describedby="subnets-note"
        aria-invalid={error !== undefined}
        rows={3}
        spellCheck={false}
        placeholder={"subnet-0a1b2c3d4e5f60718\nsubnet-0b1c2d3e4f5061728"}
        value={values.subnets}
        onChange={(event) => onChange({ subnets: event.target.value })}
      />
      <FieldNote id="subnets-note" error={error} hint="One on each line, at most 16." />
    </div>
  );
}
