import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { machines } from "../../../stepfunctions/machines.ts";
import { placeholderParts } from "../../../stepfunctions/placeholder-parts.ts";
import type { MotoInterpreter } from "./moto-interpreter.ts";
import { startMotoInterpreter } from "./moto-interpreter.ts";
import { traceOfOurs } from "./our-interpreter.ts";
import { scenarios } from "./scenarios.ts";

let moto: MotoInterpreter;
beforeAll(async () => {
  moto = await startMotoInterpreter();
});
afterAll(() => moto.stop());

test.each(scenarios.map((one) => [one.type, one.name, one] as const))(
  "%s, %s: the same way in two interpreters",
  async (type, _, scenario) => {
    const machine = machines[type]?.(placeholderParts);
    if (machine === undefined) throw new Error(`There is no machine of ${type}`);
    const [ours, theirs] = await Promise.all([traceOfOurs(machine, scenario), moto.trace(machine, scenario)]);
    expect(theirs).toEqual(ours);
    expect(ours.entered.length).toBeGreaterThan(2);
  },
);

test("every machine goes well in a scenario, and fails in another", () => {
  const types = Object.keys(machines).toSorted();
  const good = scenarios.filter(({ name }) => name === "goes well").map(({ type }) => type);
  expect(good.toSorted()).toEqual(types);
  const failing = scenarios.filter(({ answers = {} }) =>
    Object.values(answers).some((list) => list.some((answer) => "error" in answer)),
  );
  expect([...new Set(failing.map(({ type }) => type))].toSorted()).toEqual(types);
});
