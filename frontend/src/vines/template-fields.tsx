import type { ChangeEvent } from "react";
import type { TemplateVariable } from "../../../lambdas/contract/vine-templates.ts";
import { Field } from "../parts/field.tsx";
import { FoundField } from "./found-field.tsx";
import { templateText } from "./variable-text.ts";
import type { VineForm } from "./use-vine-form.ts";
import { variableField, variablesOf, type TemplateName } from "./vine-form.ts";

interface TemplateFieldsProps {
  readonly template: TemplateName;
  readonly vine: VineForm;
}

/** A field for each variable, as its type asks for. */
export function TemplateFields({ template, vine: { values, errors, change } }: TemplateFieldsProps) {
  return variablesOf(template).map((variable) => {
    const field = variableField(variable.name);
    return (
      <div key={variable.name} data-field={field}>
        <VariableInput
          variable={variable}
          text={values.typed[variable.name] ?? ""}
          error={errors[field]}
          identityId={values.identityId}
          region={values.region}
          onChange={(text) => change({ typed: { ...values.typed, [variable.name]: text } }, [field])}
        />
      </div>
    );
  });
}

export interface VariableInputProps {
  readonly variable: TemplateVariable;
  readonly text: string;
  readonly error: string | undefined;
  /** Where what a variable names is looked for. */
  readonly identityId: string;
  readonly region: string;
  readonly onChange: (text: string) => void;
}

function VariableInput(props: VariableInputProps) {
  const { variable, text, error, onChange } = props;
  const { name, type, label, from } = variable;
  if (from !== undefined) return <FoundField {...props} from={from} />;
  return (
    <Field id={`variable-${name}`} label={label} hint={variableHint(variable)} error={error}>
      {(control) => {
        const typed = {
          ...control,
          value: text,
          onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) =>
            onChange(event.target.value),
        };
        switch (type) {
          case "string":
          case "number":
            return (
              <input
                {...typed}
                inputMode={type === "number" ? "decimal" : "text"}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            );
          case "list(string)":
            return <textarea {...typed} className="input mono" rows={3} spellCheck={false} />;
          case "bool":
            return (
              <select {...typed}>
                <option value="">Choose</option>
                <option value="true">Yes</option>
                <option value="false">No</option>
              </select>
            );
        }
      }}
    </Field>
  );
}

/** What is to be typed, and what Terraform takes where nothing is. */
function variableHint({ type, description, default: preset }: TemplateVariable): string {
  return [
    description,
    type === "list(string)" ? "One on each line." : "",
    preset === undefined ? "" : `Left empty: ${templateText(preset).replaceAll("\n", ", ")}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
