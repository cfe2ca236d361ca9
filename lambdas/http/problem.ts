import { errorCatalogue, VintnerError } from "../contract/errors.ts";
import type { Problem } from "../contract/problem.ts";
import { problemAnswer, type Answer } from "./answer.ts";

/** Every error as `application/problem+json`. What is not of the catalogue tells the client nothing but its request id. */
export function problemOf(error: unknown, requestId: string): Answer {
  const known = error instanceof VintnerError ? error : undefined;
  const code = known?.code ?? "INTERNAL";
  const { status, title } = errorCatalogue[code];
  const problem: Problem = {
    ...known?.extensions,
    type: "about:blank",
    title,
    status,
    detail: known?.message ?? "Something failed on our side. Try again; the program's log has the request id.",
    code,
    request_id: requestId,
    ...(known?.errors !== undefined && { errors: [...known.errors] }),
  };
  return problemAnswer(status, problem, headersFor(known));
}

function headersFor(error: VintnerError | undefined): Record<string, string> {
  if (error?.code === "UNAUTHENTICATED") return { "www-authenticate": "Bearer" };
  if (error?.code === "METHOD_NOT_ALLOWED") return { allow: error.extensions?.["allow"] ?? "" };
  return {};
}
