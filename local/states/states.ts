import type { CallWatcher } from "../cloud/aws-call.ts";
import type { AwsService } from "../cloud/aws-request.ts";
import type { EventToPut } from "../events/event-bus.ts";
import type { Fault } from "../faults/fault.ts";
import type { InvokeResult } from "../functions/invoke-result.ts";
import type { TaskRunner } from "./ecs-integration.ts";
import type { Execution } from "./execution.ts";
import type { Machine, MachineToCreate } from "./state-machine.ts";
import type { TaskTokens } from "./task-tokens.ts";

export interface StatesOptions {
  readonly region: string;
  readonly account: string;
  readonly invoke: (functionName: string, event: unknown) => Promise<InvokeResult>;
  readonly ecs: TaskRunner;
  readonly emit: (event: EventToPut) => void;
  /** Kills the process that sent a request, as `kill -9` would; for a fault. */
  readonly killCaller: (accessKeyId: string | undefined) => Promise<void>;
  /** Every wait, of a Wait state or before a retry, in place of what the machine says. */
  readonly retryWaitMillis?: number | undefined;
  readonly now?: () => Date;
  /** Sees what machines call with their roles. */
  readonly onCall?: CallWatcher | undefined;
}

export interface ExecutionToStart {
  readonly stateMachineArn: string;
  readonly name: string;
  /** JSON. */
  readonly input: string;
}

/** Step Functions: machines from the template, executions on the interpreter, the API on the wire. */
export interface States {
  createMachine(machine: MachineToCreate): void;
  start(request: ExecutionToStart): Execution;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly executions: ReadonlyMap<string, Execution>;
  readonly tokens: TaskTokens;
  readonly service: AwsService;
  readonly faults: readonly Fault[];
  /** Aborts what runs. */
  stop(): Promise<void>;
}
