import type { VineConfig } from "../../../lambdas/contract/vine.ts";
import type { TemplateVariable } from "../../../lambdas/contract/vine-templates.ts";

export type JsonValue = VineConfig["variables"][string];

type Value = { readonly value: JsonValue | undefined; readonly error?: never } | { readonly error: string };

/** What was typed for a template's variable. Undefined: nothing, and Terraform takes the default. */
export function templateValue({ type, default: preset }: TemplateVariable, text: string): Value {
  const typed = text.trim();
  if (typed === "") return preset === undefined ? { error: "is not given yet" } : { value: undefined };
  switch (type) {
    case "string":
      return { value: typed };
    case "number":
      return Number.isFinite(Number(typed)) ? { value: Number(typed) } : { error: "is not a number" };
    case "bool":
      return { value: typed === "true" };
    case "list(string)":
      return { value: typed.split(/[\s,]+/).filter((item) => item !== "") };
  }
}

/** A template's value as its field shows it: of a list each item on its own line. */
export function templateText(value: JsonValue | TemplateVariable["default"]): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item: JsonValue) => templateText(item)).join("\n");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * JSON where it is JSON, else the text itself. A whole number beyond what JavaScript can hold stays text: Terraform
 * makes a number of it.
 */
export function freeValue(text: string): JsonValue {
  try {
    const value = JSON.parse(text) as JsonValue;
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? text.trim() : value;
  } catch {
    return text;
  }
}

/** The text that {@link freeValue} reads as this value. */
export function freeText(value: JsonValue): string {
  return typeof value === "string" && freeValue(value) === value ? value : JSON.stringify(value);
}
