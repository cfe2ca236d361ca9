import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CredentialsAnswer } from "../../../lambdas/contract/worker.ts";
import { ManualClock } from "../manual-clock.ts";
import { Mask } from "../mask/mask.ts";
import { StopOrder } from "../stop-order.ts";
import { AwsProfiles } from "../terraform/aws-profiles.ts";
import { UnreachableError } from "../trellis/errors.ts";
import { CredentialKeeper } from "./credential-keeper.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keeper-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Written files take real time; where a test's own time runs, nothing is written. */
const noFiles = { writeCredentials: () => Promise.resolve() };

async function keeping(files: Pick<AwsProfiles, "writeCredentials"> = noFiles) {
  const clock = new ManualClock();
  const stop = new StopOrder(clock);
  const mask = new Mask();
  const world = { clock, stop, mask, fetches: 0, fails: false };
  const fetch = (): Promise<CredentialsAnswer> => {
    if (world.fails) return Promise.reject(new UnreachableError("no"));
    world.fetches += 1;
    const expires_at = new Date(clock.now().getTime() + 3600_000).toISOString();
    const credentials = (name: string) => ({
      access_key_id: `ASIA-${name}-${world.fetches}`,
      secret_access_key: `secret-of-${name}-${world.fetches}`,
      session_token: `token-of-${name}-${world.fetches}`,
      expires_at,
    });
    return Promise.resolve({ target: credentials("target"), state: credentials("state") });
  };
  const keeper = new CredentialKeeper({ fetch, files, mask, clock, stop });
  await keeper.start();
  return { ...world, keeper, set: (fails: boolean) => (world.fails = fails), count: () => world.fetches };
}

const fileOf = (name: string) =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Record<string, unknown>;

test("gives Terraform two profiles whose files only we may read", async () => {
  const files = new AwsProfiles(folder);
  await files.writeConfig();
  await keeping(files);
  expect(readFileSync(join(folder, "config"), "utf8")).toContain(
    `[profile state]\ncredential_process = cat "${folder}/state.json"`,
  );
  expect(fileOf("target")).toEqual({
    Version: 1,
    AccessKeyId: "ASIA-target-1",
    SecretAccessKey: "secret-of-target-1",
    SessionToken: "token-of-target-1",
    Expiration: "2026-01-01T00:55:00.000Z",
  });
  expect(fileOf("state")["AccessKeyId"]).toBe("ASIA-state-1");
  expect(statSync(join(folder, "state.json")).mode & 0o777).toBe(0o600);
});

test("renews at half of their life, and masks the new ones too", async () => {
  const { clock, count, mask, stop, keeper } = await keeping();
  await clock.advance(2 * 3600_000);
  expect(count()).toBeGreaterThanOrEqual(4);
  expect(mask.apply(`a secret-of-target-${count()} b`)).toBe("a *** b");
  expect(stop.reason).toBeUndefined();
  keeper.end();
  const before = count();
  await clock.advance(2 * 3600_000);
  expect(count()).toBe(before);
});

test("tries again while there is time", async () => {
  const { clock, set, count, stop } = await keeping();
  set(true);
  await clock.advance(50 * 60_000);
  set(false);
  await clock.advance(60_000);
  expect([count(), stop.reason]).toEqual([2, undefined]);
});

test("stops the job with five minutes left when they cannot be renewed", async () => {
  const { clock, set, stop } = await keeping();
  set(true);
  await clock.advance(54 * 60_000);
  expect(stop.reason).toBeUndefined();
  await clock.advance(60_000);
  expect(stop.reason).toBe("credentials_expired");
});
