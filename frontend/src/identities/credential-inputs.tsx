import { Field } from "../parts/field.tsx";
import type { CredentialField, CredentialName, CredentialValues, IdentityErrors } from "./identity-form.ts";

interface CredentialInputsProps {
  readonly fields: readonly CredentialField[];
  readonly values: CredentialValues;
  readonly errors: IdentityErrors;
  readonly onChange: (name: CredentialName, value: string) => void;
}

export function CredentialInputs({ fields, values, errors, onChange }: CredentialInputsProps) {
  return fields.map(({ name, label, hint, placeholder }) => (
    <div key={name} data-field={name}>
      <Field id={name} label={label} hint={hint} error={errors[name]}>
        {(control) => (
          <input
            {...control}
            className="input mono"
            value={values[name] ?? ""}
            placeholder={placeholder}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => onChange(name, event.target.value)}
          />
        )}
      </Field>
    </div>
  ));
}
