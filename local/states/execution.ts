import type { CallWatcher } from "../cloud/aws-call.ts";
import type { History } from "./history.ts";
import type { Machine } from "./state-machine.ts";
import type { Integrations } from "./task-call.ts";
import type { TaskTokens } from "./task-tokens.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  /** JSON. */
  readonly input: string;
  readonly startDate: Date;
  readonly history: History;
  status: ExecutionStatus;
  stopDate?: Date;
  output?: string;
  error?: string;
  cause?: string;
  /** Ends it from outside; what runs for it is stopped. Does nothing when it has ended. */
  readonly abort: (status: "ABORTED" | "TIMED_OUT", error?: string, cause?: string) => void;
  /** Resolves once it has ended. */
  readonly ended: Promise<void>;
}

export interface ExecutionOptions {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  readonly input: string;
  readonly integrations: Integrations;
  readonly tokens: TaskTokens;
  readonly retryWaitMillis?: number | undefined;
  readonly now: () => Date;
  readonly onChange: (execution: Execution) => void;
  /** Sees what a machine calls with its role. */
  readonly onCall?: CallWatcher | undefined;
}
