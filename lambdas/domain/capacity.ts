import { VintnerError } from "../contract/errors.ts";
import { runEnd, type CaughtError } from "./run-end.ts";

/** Where and when the runner's task is tried next. Travels in the machine's data: subnets are no secret. */
export interface Placement {
  /** All that there are. */
  readonly all: readonly string[];
  /** Those of the next try. */
  readonly subnets: readonly string[];
  /** How long to wait before it. */
  readonly seconds: number;
  /** All waits until then. */
  readonly waited: number;
}

const firstWaitSeconds = 5;
const longestWaitSeconds = 60;
/** How long a job waits for capacity in all. */
const waitMaxSeconds = 600;

/**
 * The next try after ECS had no room for the task: each one in another subnet, so in another zone, after 5, 10, 20, 40,
 * 60, 60, … s. Throws NO_CAPACITY after 10 minutes, and at once what is no lack of capacity.
 */
export function nextPlacement(placement: Placement, caught: CaughtError): { placement: Placement; reason: string } {
  const end = runEnd(caught);
  const reason = end.kind === "exited" || end.kind === "timed-out" ? end.kind : end.reason;
  if (end.kind !== "no-capacity") throw new VintnerError("RUNNER_START_FAILED", reason);
  const { all, subnets, seconds: before, waited } = placement;
  const seconds = before === 0 ? firstWaitSeconds : Math.min(before * 2, longestWaitSeconds);
  if (waited + seconds > waitMaxSeconds) {
    throw new VintnerError("NO_CAPACITY", `No capacity for the runner in ${waited} seconds: ${reason}`);
  }
  const tried = all.indexOf(subnets.at(-1) ?? "");
  const next = all[(tried + 1) % all.length];
  return { placement: { all, subnets: next === undefined ? all : [next], seconds, waited: waited + seconds }, reason };
}
