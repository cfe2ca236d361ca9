import { expect, test } from "@jest/globals";
import { sha256Of, whyNotArchive } from "./archive-upload.ts";

const megabytes = 2 ** 20;

test.each([
  ["network.tgz", 1],
  ["network.tar.gz", 10 * megabytes],
  ["NETWORK.TGZ", 1],
])("%s of %d bytes is an archive", (name, size) => expect(whyNotArchive({ name, size })).toBeUndefined());

test.each([
  ["main.tf", 1, "is no .tgz"],
  ["network.zip", 1, "is no .tgz"],
  ["tgz", 1, "is no .tgz"],
  ["network.tgz", 0, "is empty"],
  ["network.tgz", 10 * megabytes + 1, "more than the 10 that an archive may have"],
])("%s of %d bytes is none, and it is told why", (name, size, why) =>
  expect(whyNotArchive({ name, size })).toContain(why),
);

test("an archive is named by the SHA-256 of its bytes", async () => {
  expect(await sha256Of(new TextEncoder().encode("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
