import * as z from "zod";
import { createCountdown, type Countdown } from "../faults/countdown.ts";
import { defineFault, type Fault } from "../faults/fault.ts";
import type { Execution } from "./execution.ts";

export interface StatesFaults {
  /** StartExecution answers ThrottlingException. */
  readonly throttleStart: Countdown;
  /** StartExecution answers an internal error. */
  readonly failStart: Countdown;
  /** The one who calls StartExecution is killed before it is carried out. */
  readonly killBeforeStart: Countdown;
  /** The one who calls StartExecution is killed after it was carried out, before the answer. */
  readonly killAfterStart: Countdown;
  readonly all: readonly Fault[];
}

const countSchema = z.strictObject({ count: z.int().min(1).max(1000).default(1) });

export function createStatesFaults(executions: ReadonlyMap<string, Execution>): StatesFaults {
  const throttleStart = createCountdown();
  const failStart = createCountdown();
  const killBeforeStart = createCountdown();
  const killAfterStart = createCountdown();
  return {
    throttleStart,
    failStart,
    killBeforeStart,
    killAfterStart,
    all: [
      counted(
        "throttle-start",
        "The next `count` StartExecution calls are answered with ThrottlingException.",
        throttleStart,
      ),
      counted("fail-start", "The next `count` StartExecution calls are answered with status 500.", failStart),
      counted(
        "crash-after-row",
        "Whoever makes the next `count` StartExecution calls is killed in that moment, and nothing is started.",
        killBeforeStart,
      ),
      counted(
        "crash-after-start",
        "Whoever makes the next `count` StartExecution calls is killed after the start, before the answer.",
        killAfterStart,
      ),
      defineFault({
        part: "step-functions",
        fault: "abort",
        description: "The running execution of this name (a job's id) is aborted, as by an operator in the console.",
        schema: z.strictObject({ execution: z.string() }),
        apply: ({ execution }) => ({ ended: end(executions, execution, "ABORTED") }),
      }),
      defineFault({
        part: "step-functions",
        fault: "time-out",
        description: "The running execution of this name (a job's id) times out now.",
        schema: z.strictObject({ execution: z.string() }),
        apply: ({ execution }) => ({ ended: end(executions, execution, "TIMED_OUT") }),
      }),
    ],
  };
}

function end(executions: ReadonlyMap<string, Execution>, name: string, status: "ABORTED" | "TIMED_OUT"): number {
  const running = [...executions.values()].filter((one) => one.name === name && one.status === "RUNNING");
  for (const execution of running) execution.abort(status, status === "TIMED_OUT" ? "States.Timeout" : undefined);
  return running.length;
}

function counted(fault: string, description: string, countdown: Countdown): Fault {
  return defineFault({
    part: "step-functions",
    fault,
    description,
    schema: countSchema,
    apply: ({ count }) => countdown.arm(count),
    clear: countdown.clear,
  });
}
