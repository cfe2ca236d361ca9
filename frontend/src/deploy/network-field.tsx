import { Choice } from "../parts/choice.tsx";
import type { DeployValues } from "./deploy-form.ts";
import { FieldNote } from "./field.tsx";

interface NetworkFieldProps {
  readonly values: DeployValues;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<DeployValues>) => void;
}

const choices = [
  { value: "made", label: "Make a small VPC", hint: "Two public subnets, no NAT, no ingress." },
  { value: "own", label: "Use my subnets", hint: "They need a way out to the internet." },
] as const;

export function NetworkField({ values, error, onChange }: NetworkFieldProps) {
  return (
    <fieldset className="field choices">
      <legend className="field-label">Network</legend>
      {choices.map(({ value, label, hint }) => (
        <Choice
          key={value}
          name="network"
          label={label}
          hint={hint}
          chosen={values.network === value}
          onChoose={() => onChange({ network: value })}
        />
      ))}
      {values.network === "own" ? (
        <>
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
        </>
      ) : null}
    </fieldset>
  );
}
