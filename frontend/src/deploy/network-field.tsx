import { Fragment } from "react";
import { Choice } from "../parts/choice.tsx";
import { FieldNote } from "../parts/field.tsx";
import type { DeployValues } from "./deploy-form.ts";
import { FoundNetworkField } from "./found-network-field.tsx";
import { useOwnIdentities } from "./use-own-identities.ts";

interface NetworkFieldProps {
  readonly values: DeployValues;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<DeployValues>) => void;
}

const choices = [
  { value: "made", label: "Make a small VPC", hint: "Two public subnets, no NAT, no ingress." },
  { value: "found", label: "Use an existing VPC", hint: "Of those that were found in Vintner’s own account." },
  { value: "own", label: "Use my subnets", hint: "They need a way out to the internet." },
] as const;

export function NetworkField({ values, error, onChange }: NetworkFieldProps) {
  const { own, whyNone } = useOwnIdentities();
  return (
    <fieldset className="field choices">
      <legend className="field-label">Network</legend>
      {choices.map(({ value, label, hint }) => (
        <Fragment key={value}>
          <Choice
            name="network"
            label={label}
            hint={value === "found" ? (whyNone ?? hint) : hint}
            chosen={values.network === value}
            disabled={value === "found" && own.length === 0}
            onChoose={() => onChange({ network: value })}
          />
          {value === "found" && values.network === "found" ? (
            <FoundNetworkField
              identities={own}
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
