import { isErrorCode, type ErrorCode } from "../contract/errors.ts";
import { limits } from "../contract/limits.ts";
import type { CaughtError } from "./run-end.ts";

export interface JobError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What a state machine caught, in the words of the catalogue. A Lambda's cause is JSON with `errorMessage`. */
export function jobErrorOf({ Error: error = "", Cause: cause = "" }: CaughtError): JobError {
  const message = (lambdaMessage(cause) ?? cause).slice(0, limits.errorMessageMaxChars);
  if (isErrorCode(error)) return { code: error, message: message || error };
  if (error === "States.Timeout") return { code: "EXECUTION_TIMED_OUT", message: message || "A step took too long" };
  return { code: "EXECUTION_FAILED", message: [error, message].filter((part) => part !== "").join(": ") };
}

function lambdaMessage(cause: string): string | undefined {
  try {
    const value: unknown = JSON.parse(cause);
    if (typeof value !== "object" || value === null || !("errorMessage" in value)) return undefined;
    return typeof value.errorMessage === "string" ? value.errorMessage : undefined;
  } catch {
    return undefined;
  }
}
