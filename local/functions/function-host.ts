import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { FunctionDefinition } from "./function-definition.ts";
import { createFunctionInstance, type FunctionInstance } from "./function-instance.ts";
import { FunctionPool } from "./function-pool.ts";
import { functionError, type InvokeResult } from "./invoke-result.ts";

export interface FunctionHostOptions {
  /** Variables for a new instance, over the template's own: endpoints, region and credentials of the function's role. */
  readonly environmentOf: (definition: FunctionDefinition) => Promise<Readonly<Record<string, string>>>;
  /** Takes each piece of what a function prints. */
  readonly log: (functionName: string, text: string) => void;
  /** Like new execution environments in AWS, so that one slow call does not hold up all. */
  readonly maxInstances?: number;
  /** How long a call waits for one of so many instances to come free before one more is started. */
  readonly patienceMillis?: (instances: number) => number;
  /** An instance keeps its credentials for its life; it is replaced before the hour that they are valid. */
  readonly instanceLifeSeconds?: number;
  readonly now?: () => number;
}

export interface FunctionHost {
  register(definition: FunctionDefinition): void;
  /** `function` is a name or an ARN. */
  readonly invoke: (nameOrArn: string, event: unknown) => Promise<InvokeResult>;
  /** Ends the function's threads at once, in the middle of what they do: a crash. */
  kill(nameOrArn: string): Promise<number>;
  /** Every further call is served by an instance with a new environment; what runs is finished. */
  renew(): void;
  definitions(): readonly FunctionDefinition[];
  stop(): Promise<void>;
}

interface HostedFunction {
  readonly definition: FunctionDefinition;
  readonly pool: FunctionPool;
}

const defaultMaxInstances = 4;
const defaultInstanceLifeSeconds = 45 * 60;
const cores = availableParallelism();

/** More instances than cores do the same work later, each with its own cold code; they are for calls that take long. */
const defaultPatienceMillis = (instances: number): number => (instances < cores ? 10 : 500);

/** Runs Lambda bundles in worker threads: one call at a time in each, started when needed. */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const functions = new Map<string, HostedFunction>();
  const maxInstances = options.maxInstances ?? defaultMaxInstances;
  const patienceMillis = options.patienceMillis ?? defaultPatienceMillis;
  const instanceLifeMillis = (options.instanceLifeSeconds ?? defaultInstanceLifeSeconds) * 1000;
  const now = options.now ?? Date.now;

  function find(nameOrArn: string): HostedFunction | undefined {
    // An ARN may end in a version or alias: arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]
    const name = nameOrArn.startsWith("arn:") ? nameOrArn.split(":")[6] : nameOrArn;
    return name === undefined ? undefined : functions.get(name);
  }

  function startInstance(definition: FunctionDefinition): FunctionInstance {
    return createFunctionInstance(definition, {
      environment: options.environmentOf(definition),
      log: (text) => options.log(definition.name, text),
      startedAt: now(),
    });
  }

  return {
    register(definition) {
      const start = () => startInstance(definition);
      const pool = new FunctionPool({ start, maxInstances, instanceLifeMillis, patienceMillis, now });
      functions.set(definition.name, { definition, pool });
    },
    invoke(nameOrArn, event) {
      const hosted = find(nameOrArn);
      if (hosted === undefined) {
        return Promise.resolve(functionError("Lambda.ResourceNotFoundException", `Function not found: ${nameOrArn}`));
      }
      return new Promise((resolve) => {
        hosted.pool.call({ requestId: randomUUID(), event: JSON.stringify(event ?? null), resolve });
      });
    },
    kill: async (nameOrArn) => (await find(nameOrArn)?.pool.kill()) ?? 0,
    renew() {
      for (const { pool } of functions.values()) pool.renew();
    },
    definitions: () => [...functions.values()].map(({ definition }) => definition),
    async stop() {
      await Promise.all([...functions.values()].map(({ pool }) => pool.stop()));
    },
  };
}
