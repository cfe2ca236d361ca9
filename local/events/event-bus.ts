import { randomUUID } from "node:crypto";
import * as z from "zod";
import { createCountdown } from "../faults/countdown.ts";
import { defineFault, type Fault } from "../faults/fault.ts";
import type { InvokeResult } from "../functions/invoke-result.ts";
import type { BusEvent } from "./bus-event.ts";
import { matchPattern } from "./match-pattern.ts";
import { rateMillis } from "./rate.ts";

export interface RuleTarget {
  readonly functionArn: string;
  /** Constant JSON in place of the event. */
  readonly input?: string;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly pattern?: unknown;
  /** `rate(1 minute)`. */
  readonly schedule?: string;
  readonly targets: readonly RuleTarget[];
}

export interface EventBusOptions {
  readonly account: string;
  readonly region: string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvokeResult>;
  readonly log: (line: string) => void;
  readonly now?: () => Date;
}

export type EventToPut = Pick<BusEvent, "source" | "detail-type" | "resources" | "detail">;

export interface EventBus {
  addRule(rule: Rule): void;
  /** Delivers in the background, as EventBridge does. */
  put(event: EventToPut): void;
  /** Starts the schedules. */
  start(): void;
  /** Calls the targets of every schedule at once and waits for them. */
  sweep(): Promise<void>;
  readonly faults: readonly Fault[];
  stop(): void;
}

/** EventBridge's default bus and its schedules. Rules come from the template; targets are Lambda functions. */
export function createEventBus(options: EventBusOptions): EventBus {
  const rules: Rule[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const now = options.now ?? (() => new Date());
  const drop = createCountdown();
  const duplicate = createCountdown();
  const delay = createCountdown();
  const pause = createCountdown();
  let delayMillis = 0;
  let stopped = false;

  function envelope(event: EventToPut): BusEvent {
    const time = now()
      .toISOString()
      .replace(/\.\d{3}Z$/, "Z");
    return { version: "0", id: randomUUID(), account: options.account, region: options.region, time, ...event };
  }

  async function call(rule: Rule, event: BusEvent): Promise<void> {
    await Promise.all(
      rule.targets.map(async (target) => {
        const input: unknown = target.input === undefined ? event : JSON.parse(target.input);
        // An asynchronous invocation is tried twice more after a function error.
        for (let attempt = 0; attempt < 3; attempt += 1) {
          if (stopped) return;
          const result = await options.invoke(target.functionArn, input);
          if (result.ok) return;
          options.log(`${rule.name}: ${result.error.errorType}: ${result.error.errorMessage}`);
        }
      }),
    );
  }

  function deliver(event: BusEvent): void {
    for (const rule of rules) {
      if (rule.pattern !== undefined && matchPattern(rule.pattern, event)) void call(rule, event);
    }
  }

  function callSchedule(rule: Rule): Promise<void> {
    const event = { source: "aws.events", "detail-type": "Scheduled Event", resources: [rule.arn], detail: {} };
    return call(rule, envelope(event));
  }

  function later(millis: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!stopped) work();
    }, millis);
    timers.add(timer);
  }

  return {
    addRule(rule) {
      rules.push(rule);
    },
    put(event) {
      if (stopped) return;
      const full = envelope(event);
      // Faults are for the ends of executions: a RUNNING event is nobody's signal.
      const isEnd = event.detail["status"] !== "RUNNING";
      if (isEnd && drop.take()) return;
      if (isEnd && delay.take()) return later(delayMillis, () => deliver(full));
      deliver(full);
      if (isEnd && duplicate.take()) deliver(full);
    },
    start() {
      for (const rule of rules) {
        if (rule.schedule === undefined) continue;
        const again = (): void => {
          if (!pause.take()) void callSchedule(rule);
          later(rateMillis(rule.schedule ?? ""), again);
        };
        later(rateMillis(rule.schedule), again);
      }
    },
    async sweep() {
      await Promise.all(rules.filter((rule) => rule.schedule !== undefined).map((rule) => callSchedule(rule)));
    },
    faults: [
      defineFault({
        part: "events",
        fault: "drop",
        description: "The next `count` status events of executions never arrive.",
        schema: z.strictObject({ count: z.int().min(1).default(1) }),
        apply: ({ count }) => drop.arm(count),
        clear: drop.clear,
      }),
      defineFault({
        part: "events",
        fault: "duplicate",
        description: "The next `count` status events of executions arrive twice.",
        schema: z.strictObject({ count: z.int().min(1).default(1) }),
        apply: ({ count }) => duplicate.arm(count),
        clear: duplicate.clear,
      }),
      defineFault({
        part: "events",
        fault: "delay",
        description: "The next `count` status events of executions arrive `millis` milliseconds late.",
        schema: z.strictObject({ count: z.int().min(1).default(1), millis: z.int().min(1).max(3_600_000) }),
        apply: ({ count, millis }) => {
          delayMillis = millis;
          delay.arm(count);
        },
        clear: delay.clear,
      }),
      defineFault({
        part: "events",
        fault: "skip-schedule",
        description: "The next `count` runs of the schedules are left out.",
        schema: z.strictObject({ count: z.int().min(1).default(1) }),
        apply: ({ count }) => pause.arm(count),
        clear: pause.clear,
      }),
    ],
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
