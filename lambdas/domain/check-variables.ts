import type { FieldError } from "../contract/errors.ts";
import type { VineConfig } from "../contract/vine.ts";
import { vineTemplates, type TemplateVariable } from "../contract/vine-templates.ts";

/** What is wrong with a vine's variables, each by its name. Terraform itself judges the types of an archive's. */
export function checkVariables(config: VineConfig): readonly FieldError[] {
  const lost = Object.entries(config.variables).filter(([, value]) => !keepsNumbers(value));
  return [
    ...lost.map(([name]) => wrong(name, "holds a number that is too large or too fine to be kept: give it as a text")),
    ...checkTemplateVariables(config),
  ];
}

/** DynamoDB takes no number nearer to zero than 1e-130; of large ones JSON itself keeps no more than these exactly. */
const leastNumber = 1e-100;

function keepsNumbers(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(keepsNumbers);
  if (typeof value !== "number" || value === 0) return true;
  return Math.abs(value) >= leastNumber && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function checkTemplateVariables({ source, variables }: VineConfig): readonly FieldError[] {
  if (source.kind === "archive") return [];
  const known: readonly TemplateVariable[] = vineTemplates[source.name].variables;
  const unknown = Object.keys(variables).filter((given) => !known.some(({ name }) => name === given));
  const names = known.map(({ name }) => name).join(", ");
  return [
    ...unknown.map((name) => wrong(name, `is not a variable of the template ${source.name}, which takes ${names}`)),
    ...known.flatMap((variable) => checkVariable(variable, variables[variable.name])),
  ];
}

function checkVariable({ name, type, default: standard }: TemplateVariable, value: unknown): readonly FieldError[] {
  if (value === undefined) return standard === undefined ? [wrong(name, "is needed")] : [];
  return isOfType[type](value) ? [] : [wrong(name, `needs to be ${typeWords[type]}`)];
}

const isOfType: Readonly<Record<TemplateVariable["type"], (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  bool: (value) => typeof value === "boolean",
  "list(string)": (value) => Array.isArray(value) && value.every((member) => typeof member === "string"),
};

const typeWords: Readonly<Record<TemplateVariable["type"], string>> = {
  string: "a text",
  number: "a number",
  bool: "true or false",
  "list(string)": "a list of texts",
};

function wrong(name: string, detail: string): FieldError {
  return { pointer: `/config/variables/${name}`, detail };
}
