import type { ErrorCode } from "../contract/errors.ts";

/**
 * How a run ended, as it stands in the machine's data: of the runner's task as `ecs:runTask.sync` tells it, of a Tendril
 * as whoever ended the wait for it said it (`decideRun`).
 */
export type RunEnd =
  | { readonly kind: "exited" }
  | { readonly kind: "timed-out" }
  | { readonly kind: "no-capacity"; readonly reason: string }
  | { readonly kind: "no-tendril"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export interface CaughtError {
  readonly Error?: string | undefined;
  readonly Cause?: string | undefined;
}

/** `Error` is `none` when the task ended with exit code 0; `Cause` holds the task as JSON, or a sentence. */
export function runEnd({ Error: error = "none", Cause: cause = "" }: CaughtError): RunEnd {
  if (error === "none") return { kind: "exited" };
  if (error === "States.Timeout" || error === runTimedOut) return { kind: "timed-out" };
  const reason = (reasonInTask(cause) ?? cause).slice(0, reasonMaxChars) || error;
  if (error === noTendril) return { kind: "no-tendril", reason };
  return { kind: isCapacity(reason) ? "no-capacity" : "failed", reason };
}

/** Only the service itself may raise what begins with `States.`. */
const runTimedOut: ErrorCode = "EXECUTION_TIMED_OUT";
const noTendril: ErrorCode = "NO_TENDRIL";

const reasonMaxChars = 1000;

function isCapacity(reason: string): boolean {
  return /RESOURCE:|capacity is unavailable|no capacity/i.test(reason);
}

/** ECS's reasons: the task's own, its containers', or those of `failures` when no task was placed; or a Lambda's. */
function reasonInTask(cause: string): string | undefined {
  const task = parseObject(cause);
  if (task === undefined) return undefined;
  const parts = [text(task["StoppedReason"]), text(task["errorMessage"])];
  for (const container of objects(task["Containers"])) {
    parts.push(text(container["Reason"]));
    if (typeof container["ExitCode"] === "number") parts.push(`exit code ${container["ExitCode"]}`);
  }
  for (const failure of [...objects(task["Failures"]), ...objects(task["failures"])]) {
    parts.push(text(failure["Reason"] ?? failure["reason"]));
  }
  const known = parts.filter((part) => part !== undefined && part !== "");
  return known.length === 0 ? undefined : known.join("; ");
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
