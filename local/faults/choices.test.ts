import { expect, test } from "@jest/globals";
import { createChoices } from "./choices.ts";

const given = () =>
  createChoices<{ readonly name: string; readonly count: number }, string>(({ name }, request) => name === request);

test("several are set at once, each for its own requests and as often as it says", () => {
  const choices = given();
  choices.set({ name: "a", count: 2 });
  choices.set({ name: "b", count: 1 });
  const taken = ["a", "b", "b", "c", "a", "a"].map((request) => choices.take(request)?.name);
  expect(taken).toEqual(["a", "b", undefined, undefined, "a", undefined]);
});

test("what is taken back does not happen", () => {
  const choices = given();
  choices.set({ name: "a", count: 2 });
  choices.clear();
  expect(choices.take("a")).toBeUndefined();
});
