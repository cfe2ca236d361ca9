import { VintnerError, type ErrorCode } from "../contract/errors.ts";
import { CloudAnswerError } from "./json-request.ts";
import { reasonOf } from "./reason-of.ts";

export interface Attempt {
  /** `Google`, `Entra`, … */
  readonly cloud: string;
  /** What was tried, as in "exchanging our token". */
  readonly tried: string;
  /** The code when the cloud says no. */
  readonly code: ErrorCode;
  /** What to change then, with the command to copy. */
  readonly change: string;
}

/** The end of a call that failed: a refusal with what to change; or a passing failure, which a later job may not meet. */
export function diagnose({ cloud, tried, code, change }: Attempt): (cause: unknown) => never {
  const what = tried.charAt(0).toUpperCase() + tried.slice(1);
  return (cause) => {
    if (cause instanceof CloudAnswerError && cause.isRefusal) {
      throw new VintnerError(code, `${what} was refused.\n${cloud} said: ${cause.message}\n${change}`, { cause });
    }
    const message = `${what} failed, and ${cloud} did not say no: ${reasonOf(cause)}. Run the job again in a minute.`;
    throw new VintnerError("CLOUD_UNAVAILABLE", message, { cause });
  };
}
