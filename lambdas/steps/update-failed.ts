import { VintnerError } from "../contract/errors.ts";

export function updateFailed(what: string, cause: unknown): VintnerError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new VintnerError("UPDATE_FAILED", `${what}: ${reason}`, { cause });
}
