import { expect, test } from "@jest/globals";
import { updateState } from "./tendril-version.ts";

const tendril = { mode: "cloud-hosted", version: "0.1.0", latest_version: "0.2.0" } as const;

test("a cloud-hosted Tendril of another version can be updated", () => {
  expect(updateState(tendril)).toEqual({ can: true, from: "0.1.0", to: "0.2.0" });
});

test("one that never told its version can be updated too: a newer image may be what it needs", () => {
  expect(updateState({ ...tendril, version: null })).toEqual({ can: true, from: null, to: "0.2.0" });
});

test.each([
  ["one that is up to date", { version: "0.2.0" }, "It runs the newest version, 0.2.0"],
  ["one that others run", { mode: "self-hosted" }, "Who runs it updates it: start it again with version 0.2.0"],
] as const)("%s is not updated", (_name, part, why) => {
  expect(updateState({ ...tendril, ...part })).toEqual({ can: false, why });
});
