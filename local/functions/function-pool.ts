import type { FunctionInstance } from "./function-instance.ts";
import { functionError, type Invocation } from "./invoke-result.ts";

export interface FunctionPoolOptions {
  readonly start: () => FunctionInstance;
  readonly maxInstances: number;
  readonly instanceLifeMillis: number;
  /** How long a call waits for one of so many instances to come free before one more is started. */
  readonly patienceMillis: (instances: number) => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface Waiting {
  readonly invocation: Invocation;
  /** Epoch milliseconds. */
  readonly since: number;
}

const stopping = functionError("Lambda.ServiceException", "The local stack is stopping");

/**
 * The instances of one function. Each serves one call at a time, and a call is served by the first that is free,
 * unless it waits for longer than `patienceMillis`: few instances do the work, and those few are warm.
 */
export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #queue: Waiting[] = [];
  readonly #idle: FunctionInstance[] = [];
  readonly #busy = new Set<FunctionInstance>();
  /** Those that finish what they do and serve no other call. */
  readonly #outdated = new WeakSet<FunctionInstance>();
  #starting: FunctionInstance | undefined;
  #patience: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
  }

  call(invocation: Invocation): void {
    if (this.#stopped) return invocation.resolve(stopping);
    this.#queue.push({ invocation, since: this.#options.now() });
    this.#dispatch();
  }

  /** Ends all instances in the middle of what they do; answers how many there were. */
  async kill(): Promise<number> {
    const instances = this.#all();
    this.#idle.length = 0;
    await Promise.all(instances.map((instance) => instance.terminate()));
    return instances.length;
  }

  renew(): void {
    for (const instance of this.#all()) this.#outdated.add(instance);
    for (const instance of this.#idle.splice(0)) void instance.terminate();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#patience);
    for (const { invocation } of this.#queue.splice(0)) invocation.resolve(stopping);
    await this.kill();
  }

  #all(): FunctionInstance[] {
    return [...this.#busy, ...this.#idle, ...(this.#starting === undefined ? [] : [this.#starting])];
  }

  #dispatch(): void {
    for (let free = this.#takeIdle(); free !== undefined; free = this.#takeIdle()) void this.#serve(free);
    clearTimeout(this.#patience);
    const [oldest] = this.#queue;
    if (oldest === undefined || this.#starting !== undefined) return;
    if (this.#busy.size === 0) void this.#start();
    else if (this.#busy.size < this.#options.maxInstances) {
      const until = oldest.since + this.#options.patienceMillis(this.#busy.size);
      this.#patience = setTimeout(() => void this.#start(), Math.max(0, until - this.#options.now()));
    }
  }

  /** The one that served last, while a call waits: it is the warmest. */
  #takeIdle(): FunctionInstance | undefined {
    while (this.#queue.length > 0) {
      const instance = this.#idle.pop();
      if (instance === undefined) return undefined;
      const age = this.#options.now() - instance.startedAt;
      if (instance.alive() && age < this.#options.instanceLifeMillis) return instance;
      void instance.terminate();
    }
    return undefined;
  }

  async #serve(instance: FunctionInstance): Promise<void> {
    const next = this.#queue.shift();
    if (next === undefined) return this.#free(instance);
    const { invocation } = next;
    this.#busy.add(instance);
    const result = await instance.invoke(invocation);
    this.#busy.delete(instance);
    this.#free(instance);
    invocation.resolve(result);
    this.#dispatch();
  }

  #free(instance: FunctionInstance): void {
    if (this.#stopped || !instance.alive() || this.#outdated.has(instance)) void instance.terminate();
    else this.#idle.push(instance);
  }

  async #start(): Promise<void> {
    const instance = this.#options.start();
    this.#starting = instance;
    await instance.loaded;
    this.#starting = undefined;
    // One that ended while it started tells its reason to the call that waits for it.
    if (this.#outdated.has(instance) || this.#stopped) this.#free(instance);
    else void this.#serve(instance);
    this.#dispatch();
  }
}
