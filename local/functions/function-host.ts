import { randomUUID } from "node:crypto";
import type { FunctionDefinition } from "./function-definition.ts";
import { createFunctionInstance, type FunctionInstance } from "./function-instance.ts";
import { functionError, type Invocation, type InvokeResult } from "./invoke-result.ts";

export interface FunctionHostOptions {
  /** Variables for a new instance, over the template's own: endpoints, region and credentials of the function's role. */
  readonly environmentOf: (definition: FunctionDefinition) => Promise<Readonly<Record<string, string>>>;
  /** Takes each piece of what a function prints. */
  readonly log: (functionName: string, text: string) => void;
  /** Like new execution environments in AWS, so that one slow call does not hold up all. */
  readonly maxInstances?: number;
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
  readonly queue: Invocation[];
  readonly idle: FunctionInstance[];
  readonly busy: Set<FunctionInstance>;
}

const defaultMaxInstances = 4;
const defaultInstanceLifeSeconds = 45 * 60;

/** Runs Lambda bundles in worker threads: one call at a time in each, started when needed. */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const functions = new Map<string, HostedFunction>();
  const maxInstances = options.maxInstances ?? defaultMaxInstances;
  const lifeMillis = (options.instanceLifeSeconds ?? defaultInstanceLifeSeconds) * 1000;
  const now = options.now ?? Date.now;
  /** Those that finish their call and take no other. */
  const outdated = new WeakSet<FunctionInstance>();
  let stopped = false;

  function find(nameOrArn: string): HostedFunction | undefined {
    // An ARN may end in a version or alias: arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]
    const name = nameOrArn.startsWith("arn:") ? nameOrArn.split(":")[6] : nameOrArn;
    return name === undefined ? undefined : functions.get(name);
  }

  function takeIdle(hosted: HostedFunction): FunctionInstance | undefined {
    for (;;) {
      const instance = hosted.idle.pop();
      if (instance === undefined) return undefined;
      if (instance.alive() && now() - instance.startedAt < lifeMillis) return instance;
      void instance.terminate();
    }
  }

  /** Gives waiting calls to idle instances, and starts instances while there may be more. */
  function dispatch(hosted: HostedFunction): void {
    while (hosted.queue.length > 0 && hosted.busy.size < maxInstances) {
      const invocation = hosted.queue.shift();
      if (invocation === undefined) return;
      void serve(hosted, invocation);
    }
  }

  async function serve(hosted: HostedFunction, invocation: Invocation): Promise<void> {
    const instance = takeIdle(hosted) ?? startInstance(hosted.definition);
    hosted.busy.add(instance);
    const result = await instance.invoke(invocation);
    hosted.busy.delete(instance);
    if (stopped || !instance.alive() || outdated.has(instance)) void instance.terminate();
    else hosted.idle.push(instance);
    invocation.resolve(result);
    dispatch(hosted);
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
      functions.set(definition.name, { definition, queue: [], idle: [], busy: new Set() });
    },
    invoke(nameOrArn, event) {
      const hosted = find(nameOrArn);
      if (hosted === undefined) {
        return Promise.resolve(functionError("Lambda.ResourceNotFoundException", `Function not found: ${nameOrArn}`));
      }
      if (stopped) return Promise.resolve(functionError("Lambda.ServiceException", "The local stack is stopping"));
      return new Promise((resolve) => {
        hosted.queue.push({ requestId: randomUUID(), event: JSON.stringify(event ?? null), resolve });
        dispatch(hosted);
      });
    },
    async kill(nameOrArn) {
      const hosted = find(nameOrArn);
      if (hosted === undefined) return 0;
      const instances = [...hosted.busy, ...hosted.idle.splice(0)];
      await Promise.all(instances.map((instance) => instance.terminate()));
      return instances.length;
    },
    renew() {
      for (const hosted of functions.values()) {
        for (const instance of hosted.idle.splice(0)) void instance.terminate();
        for (const instance of hosted.busy) outdated.add(instance);
      }
    },
    definitions: () => [...functions.values()].map(({ definition }) => definition),
    async stop() {
      stopped = true;
      const all = [...functions.values()];
      for (const hosted of all) {
        for (const invocation of hosted.queue.splice(0)) {
          invocation.resolve(functionError("Lambda.ServiceException", "The local stack is stopping"));
        }
      }
      await Promise.all(all.flatMap((hosted) => [...hosted.busy, ...hosted.idle]).map((one) => one.terminate()));
    },
  };
}
