import type { JsonSchema } from "../../../lambdas/contract/api/open-api.ts";

/** A schema in the notation of TypeScript, which most readers of an API can read. Named schemas stay names. */
export function schemaText(schema: JsonSchema, indent = ""): string {
  if (schema.$ref !== undefined) return schemaName(schema.$ref);
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => JSON.stringify(value)).join(" | ");
  const choices = listOf(schema["oneOf"]) ?? listOf(schema["anyOf"]);
  if (choices !== undefined) return choices.map((choice) => schemaText(choice, indent)).join(" | ");
  const { type } = schema;
  if (Array.isArray(type)) return type.join(" | ");
  if (type === "array") return arrayText(schema, indent);
  if (type === "object") return objectText(schema, indent);
  if (typeof type !== "string") return "any";
  const { minimum, maximum, format } = schema;
  if (typeof minimum === "number" && typeof maximum === "number") return `${type} (${minimum} to ${maximum})`;
  return typeof format === "string" ? `${type} (${format})` : type;
}

/** `Job` of `#/components/schemas/Job`. */
export function schemaName(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

function arrayText(schema: JsonSchema, indent: string): string {
  const items = schemaText((schema["items"] ?? {}) as JsonSchema, indent);
  return /^[\w"]+$/.test(items) || items.startsWith("{") ? `${items}[]` : `(${items})[]`;
}

function objectText(schema: JsonSchema, indent: string): string {
  const members = Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>);
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const inner = `${indent}  `;
  const lines = members.map(
    ([name, member]) => `${inner}${name}${required.includes(name) ? "" : "?"}: ${schemaText(member, inner)}`,
  );
  const rest = schema["additionalProperties"];
  if (typeof rest === "object" && rest !== null) lines.push(`${inner}[name]: ${schemaText(rest as JsonSchema, inner)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function listOf(value: unknown): readonly JsonSchema[] | undefined {
  return Array.isArray(value) ? (value as readonly JsonSchema[]) : undefined;
}
