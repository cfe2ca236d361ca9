import type * as z from "zod";
import { VintnerError, type FieldError } from "../contract/errors.ts";

/** The value as the schema gives it, or a 400 that names every wrong field. Without a schema nothing is taken. */
export function parseWith<Value>(schema: z.ZodType<Value> | undefined, value: unknown): Value {
  // A route that declares no body or query has the type of nothing for it.
  if (schema === undefined) return undefined as Value;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap(fieldErrors));
}

function invalid(errors: readonly FieldError[]): VintnerError {
  const named = errors
    .slice(0, 5)
    .map(({ pointer, detail }) => `${pointer === "" ? "The request" : pointer} ${detail}`);
  return new VintnerError("INVALID_REQUEST", `${named.join("; ")}.`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ pointer: toPointer([...path, key]), detail: "is not known" }));
  }
  // The name of a member is wrong: what its own schema says of it.
  const detail = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ pointer: toPointer(path), detail }];
}

/** RFC 6901. A name that the client made up is cut, so that an answer does not grow with it. */
function toPointer(path: readonly string[]): string {
  return path.map((part) => `/${part.slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
