/** How Step Functions says that the runner's task ended, as `ecs:runTask.sync` leaves it in the machine's data. */
export type RunEnd =
  | { readonly kind: "exited" }
  | { readonly kind: "timed-out" }
  | { readonly kind: "no-capacity"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export interface CaughtError {
  readonly Error?: string | undefined;
  readonly Cause?: string | undefined;
}

/** `Error` is `none` when the task ended with exit code 0; `Cause` holds the task as JSON, or a sentence. */
export function runEnd({ Error: error = "none", Cause: cause = "" }: CaughtError): RunEnd {
  if (error === "none") return { kind: "exited" };
  if (error === "States.Timeout") return { kind: "timed-out" };
  const reason = (reasonInTask(cause) ?? cause).slice(0, reasonMaxChars) || error;
  return { kind: isCapacity(reason) ? "no-capacity" : "failed", reason };
}

const reasonMaxChars = 1000;

function isCapacity(reason: string): boolean {
  return /RESOURCE:|capacity is unavailable|no capacity/i.test(reason);
}

/** ECS's reasons: the task's own, its containers', or those of `failures` when no task was placed. */
function reasonInTask(cause: string): string | undefined {
  const task = parseObject(cause);
  if (task === undefined) return undefined;
  const parts = [text(task["StoppedReason"])];
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
