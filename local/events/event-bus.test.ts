import { afterEach, describe, expect, test } from "@jest/globals";
import { createEventBus, type EventBus, type EventToPut } from "./event-bus.ts";
import { matchPattern } from "./match-pattern.ts";
import { rateMillis } from "./rate.ts";

const ended: EventToPut = {
  source: "aws.states",
  "detail-type": "Step Functions Execution Status Change",
  resources: [],
  detail: { status: "FAILED", stateMachineArn: "arn:1" },
};

describe("a pattern", () => {
  test.each([
    ["lists of values", { source: ["aws.ecs", "aws.states"] }, true],
    ["nested fields", { detail: { status: ["FAILED"], stateMachineArn: ["arn:1"] } }, true],
    ["another value", { detail: { status: ["SUCCEEDED"] } }, false],
    ["a field that is not there", { detail: { name: ["x"] } }, false],
    ["a prefix", { detail: { stateMachineArn: [{ prefix: "arn:" }] } }, true],
    ["anything but", { detail: { status: [{ "anything-but": ["FAILED"] }] } }, false],
    ["exists", { detail: { name: [{ exists: false }] } }, true],
  ])("with %s", (_, pattern, matches) => {
    expect(matchPattern(pattern, ended)).toBe(matches);
  });

  test("with an unknown operator is an error", () => {
    expect(() => matchPattern({ source: [{ wildcard: "*" }] }, ended)).toThrow("wildcard");
  });
});

test.each([
  ["rate(1 minute)", 60_000],
  ["rate(2 hours)", 7_200_000],
])("%s", (expression, millis) => {
  expect(rateMillis(expression)).toBe(millis);
});

test("another schedule is an error", () => {
  expect(() => rateMillis("cron(* * * * ? *)")).toThrow("cron");
});

const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the bus", () => {
  let bus: EventBus;
  let calls: unknown[];

  function start(fails = 0): void {
    calls = [];
    let left = fails;
    bus = createEventBus({
      account: "123456789012",
      region: "eu-west-1",
      now: () => new Date("2026-01-01T00:00:00.123Z"),
      log: () => {},
      invoke: (_, event) => {
        calls.push(event);
        const failed = { ok: false as const, error: { errorType: "E", errorMessage: "" } };
        return Promise.resolve((left -= 1) >= 0 ? failed : { ok: true, payload: null });
      },
    });
    bus.addRule({
      name: "ended",
      arn: "arn:rule",
      pattern: { source: ["aws.states"] },
      targets: [{ functionArn: "f" }],
    });
    const target = { functionArn: "f", input: '{"source":"sweep"}' };
    bus.addRule({ name: "sweep", arn: "arn:sweep", schedule: "rate(1 minute)", targets: [target] });
  }

  afterEach(() => bus.stop());

  const fault = (name: string, parameters: object): Promise<unknown> | undefined =>
    bus.faults.find((one) => one.fault === name)?.apply(parameters);

  test("delivers an event with its envelope", () => {
    start();
    bus.put(ended);
    expect(calls).toMatchObject([
      { version: "0", region: "eu-west-1", time: "2026-01-01T00:00:00Z", detail: ended.detail },
    ]);
  });

  test("tries twice more when the function fails", async () => {
    start(5);
    bus.put(ended);
    await turns();
    expect(calls).toHaveLength(3);
  });

  test("sweeps at once with the target's input", async () => {
    start();
    await bus.sweep();
    expect(calls).toEqual([{ source: "sweep" }]);
  });

  test("drops, doubles and delays events when told to", async () => {
    start();
    await fault("drop", { count: 1 });
    bus.put(ended);
    expect(calls).toHaveLength(0);
    await fault("duplicate", { count: 1 });
    bus.put(ended);
    expect(calls).toHaveLength(2);
    await fault("delay", { count: 1, millis: 3_600_000 });
    bus.put(ended);
    bus.put({ ...ended, detail: { status: "RUNNING" } });
    expect(calls).toHaveLength(3);
  });
});
