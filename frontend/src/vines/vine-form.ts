import type { core } from "zod";
import type { Problem } from "../../../lambdas/contract/problem.ts";
import { nameSchema } from "../../../lambdas/contract/create-job.ts";
import { vineInputSchema, type Vine, type VineInput } from "../../../lambdas/contract/vine.ts";
import { vineTemplates, type TemplateVariable } from "../../../lambdas/contract/vine-templates.ts";
import { freeText, freeValue, templateText, templateValue, type JsonValue } from "./variable-text.ts";

export type TemplateName = keyof typeof vineTemplates;

/** A variable of an archive, as typed. */
export interface VariableRow {
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** All as typed or chosen. */
export interface VineValues {
  /** Empty: a new one, of the name below. */
  readonly vineyardId: string;
  readonly vineyardName: string;
  readonly identityId: string;
  readonly projectName: string;
  readonly stage: string;
  readonly region: string;
  readonly source: TemplateName | "archive";
  /** The template's variables by their names. */
  readonly typed: Readonly<Record<string, string>>;
  /** SHA-256 of what was uploaded; empty while nothing was. */
  readonly archive: string;
  readonly rows: readonly VariableRow[];
}

/** By field: that of the request, `vineyard_name`, or `variables.` with a template variable's name or a row's id. */
export type VineErrors = Readonly<Record<string, string>>;

/** Stands for the id of a vineyard that is made first. */
export const newVineyardId = "00000000-0000-0000-0000-000000000000";

const vineFields = [
  "vineyard_id",
  "vineyard_name",
  "cloud_identity_id",
  "project_name",
  "environment_stage",
  "region",
  "source",
] as const;

/** As the API names them: what is told at one of them is not told again for the whole form. */
export const formFields = [...vineFields, "name", "variables"] as const;

/** The fields of the form in their order, for the first one that is wrong. */
export function fieldsInOrder(values: VineValues): readonly string[] {
  const keys = values.source === "archive" ? values.rows.map(({ id }) => id) : Object.keys(values.typed);
  return [...vineFields, ...keys.map(variableField), "variables"];
}

export function variableField(key: string): string {
  return `variables.${key}`;
}

export function variablesOf(template: TemplateName): readonly TemplateVariable[] {
  return vineTemplates[template].variables;
}

/** What a template's fields hold before anybody has typed. */
export function typedAtFirst(
  template: TemplateName,
  given: Readonly<Record<string, JsonValue>> = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    variablesOf(template).map((variable) => [variable.name, templateText(given[variable.name] ?? variable.default)]),
  );
}

export function valuesOf({ config, ...vine }: Vine): VineValues {
  const { source, variables } = config;
  return {
    vineyardId: vine.vineyard_id,
    vineyardName: "",
    identityId: vine.cloud_identity_id,
    projectName: vine.project_name,
    stage: vine.environment_stage,
    region: vine.region,
    source: source.kind === "template" ? source.name : "archive",
    typed: source.kind === "template" ? typedAtFirst(source.name, variables) : {},
    archive: source.kind === "archive" ? source.sha256 : "",
    rows:
      source.kind === "archive"
        ? Object.entries(variables).map(([name, value]) => ({ id: name, name, value: freeText(value) }))
        : [],
  };
}

type Checked =
  | { readonly input: VineInput; readonly vineyardName: string | undefined; readonly errors?: never }
  | { readonly input?: never; readonly errors: VineErrors };

/** Checks the form with the very schema that Trellis uses. */
export function checkVine(values: VineValues): Checked {
  const isNew = values.vineyardId === "";
  const { variables, errors: wrongVariables } = variablesIn(values);
  const parsed = vineInputSchema.safeParse({
    vineyard_id: isNew ? newVineyardId : values.vineyardId,
    cloud_identity_id: values.identityId,
    project_name: values.projectName.trim(),
    environment_stage: values.stage.trim(),
    region: values.region,
    config: { source: sourceOf(values), variables },
  });
  const errors = {
    ...(parsed.success ? {} : errorsOf(parsed.error.issues, values)),
    ...wrongVariables,
    ...(isNew ? wrongName(values.vineyardName) : {}),
    ...(values.identityId === "" ? { cloud_identity_id: "is not chosen yet" } : {}),
    ...(values.region === "" ? { region: "is not chosen yet" } : {}),
    ...(values.source === "archive" && values.archive === "" ? { source: "is not uploaded yet" } : {}),
  };
  if (!parsed.success || Object.keys(errors).length > 0) return { errors };
  return { input: parsed.data, vineyardName: isNew ? values.vineyardName.trim() : undefined };
}

function sourceOf({ source, archive }: VineValues): object {
  return source === "archive" ? { kind: "archive", sha256: archive } : { kind: "template", name: source };
}

function wrongName(name: string): VineErrors {
  const [issue] = nameSchema.safeParse(name.trim()).error?.issues ?? [];
  return issue === undefined ? {} : { vineyard_name: issue.message };
}

interface Variables {
  readonly variables: Readonly<Record<string, JsonValue>>;
  readonly errors: VineErrors;
}

function variablesIn(values: VineValues): Variables {
  return values.source === "archive" ? ofRows(values.rows) : ofTemplate(values.source, values.typed);
}

function ofTemplate(template: TemplateName, typed: Readonly<Record<string, string>>): Variables {
  const variables: Record<string, JsonValue> = {};
  const errors: Record<string, string> = {};
  for (const variable of variablesOf(template)) {
    const read = templateValue(variable, typed[variable.name] ?? "");
    if (read.error !== undefined) errors[variableField(variable.name)] = read.error;
    else if (read.value !== undefined) variables[variable.name] = read.value;
  }
  return { variables, errors };
}

/** A row in which nothing was typed is no variable. */
function ofRows(rows: readonly VariableRow[]): Variables {
  const variables: Record<string, JsonValue> = {};
  const errors: Record<string, string> = {};
  for (const { id, name: typed, value } of rows) {
    const name = typed.trim();
    if (name === "" && value === "") continue;
    if (name === "") errors[variableField(id)] = "has no name yet";
    else if (Object.hasOwn(variables, name)) errors[variableField(id)] = `${name} stands there twice`;
    else variables[name] = freeValue(value);
  }
  return { variables, errors };
}

function errorsOf(issues: readonly core.$ZodIssue[], values: VineValues): VineErrors {
  const errors: Record<string, string> = {};
  for (const issue of issues) {
    const inner = issue.code === "invalid_key" ? issue.issues[0]?.message : undefined;
    errors[fieldOf(issue.path.map(String), values) ?? "variables"] ??= inner ?? issue.message;
  }
  return errors;
}

/** Sorts the errors of a refusal to the fields by their pointers. What belongs to none is told for the whole form. */
export function refusedFields({ errors = [] }: Problem, values: VineValues): VineErrors {
  const found: Record<string, string> = {};
  for (const { pointer, detail } of errors) {
    const path = pointer
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    const field = fieldOf(path, values);
    if (field !== undefined) found[field] ??= detail;
  }
  return found;
}

function fieldOf(path: readonly string[], values: VineValues): string | undefined {
  const [first, second, name] = path;
  // The name of a vineyard is the one that a person gives to it alone.
  if (first === "name") return "vineyard_name";
  if (first !== "config") return vineFields.find((field) => field === first);
  if (second === "source") return "source";
  if (second !== "variables" || name === undefined) return "variables";
  const row = values.rows.find((one) => one.name.trim() === name);
  if (values.source === "archive") return row === undefined ? "variables" : variableField(row.id);
  return Object.hasOwn(values.typed, name) ? variableField(name) : "variables";
}
