import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentParts } from "./agent-parts.ts";
import { systemClock } from "./clock.ts";
import { healthFile } from "./health-file.ts";
import { tendril } from "./tendril.ts";
import { testParts } from "./test-parts.ts";
import { TestTrellis, testJobId, testWork } from "./test-trellis.ts";

// A resident worker with vine jobs. Terraform is the real one, in modules that need no provider of a cloud.

let trellis: TestTrellis;
let folder: string;
let drain: AbortController;
/** Answers a plan that asks for a state only when a test lets it. */
let slow: Server;
let asked: Promise<ServerResponse>;

beforeEach(async () => {
  trellis = new TestTrellis();
  trellis.type = "PLAN";
  await trellis.start();
  folder = mkdtempSync(join(tmpdir(), "tendril-jobs-"));
  drain = new AbortController();
  slow = createServer();
  asked = new Promise((resolve) => slow.once("request", (_, response) => resolve(response)));
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  drain.abort();
  slow.closeAllConnections();
  await new Promise((resolve) => slow.close(resolve));
  await trellis.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The time in which a job may be finished after SIGTERM passes at once. */
const impatient = {
  now: () => systemClock.now(),
  after: (millis: number, act: () => void) => systemClock.after(millis === 75_000 ? 0 : millis, act),
};

function start(main: string, changes: Partial<AgentParts> = {}): Promise<number> {
  mkdirSync(join(folder, "templates/aws-bucket"), { recursive: true });
  writeFileSync(join(folder, "templates/aws-bucket/main.tf"), main);
  trellis.work = testWork({
    source: { kind: "template", name: "aws-bucket" },
    identity: "arn:aws:iam::210987654321:role/VintnerAccess",
    steps: ["Assume Identity", "Generate Terraform Config", "Terraform Init", "Terraform Plan", "Store Plan"].map(
      (name, index) => ({ number: index + 2, name }),
    ),
  });
  const parts = { ...testParts({ url: trellis.url, folder, templates: join(folder, "templates") }), ...changes };
  return tendril(parts, {
    workerId: "0b8c0f5e-2d3f-4a55-9d5c-0b8c0f5e2d3f",
    health: healthFile(folder),
    drain: drain.signal,
  });
}

const quick = `
  resource "terraform_data" "one" {}
  output "credentials" { value = file("\${path.root}/../credentials/target.json") }
`;

const slowPlan = () => `
  data "terraform_remote_state" "slow" {
    backend = "http"
    config = { address = "http://127.0.0.1:${(slow.address() as AddressInfo).port}/" }
  }
`;

const outcomes = () => trellis.reports.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));

test("takes one job after the other, tells its heartbeats of each, and masks their credentials", async () => {
  trellis.onRequest = (route) => {
    if (outcomes().length === 2) drain.abort();
    // The next job is the same one again, with the same keys.
    if (outcomes().length === 1 && route.endsWith("/claim")) trellis.chunks.clear();
  };
  expect(await start(quick)).toBe(0);
  expect(outcomes()).toEqual(["SUCCESS", "SUCCESS"]);
  expect(trellis.claims).toBe(2);
  const job = { id: testJobId, attempt: 1 };
  expect(trellis.heartbeats.filter((heartbeat) => heartbeat.job !== undefined)).toContainEqual(
    expect.objectContaining({ draining: false, job }),
  );
  expect(trellis.heartbeats.filter((heartbeat) => heartbeat.job === undefined).length).toBeGreaterThanOrEqual(2);
  expect(trellis.text).toContain("1 to add");
  expect(trellis.text).toContain("***");
  for (const secret of ["secret/target", "session-token-of"]) expect(trellis.text).not.toContain(secret);
  expect(readdirSync(folder).filter((name) => name.startsWith("vintner-job-"))).toEqual([]);
}, 60_000);

test("finishes its plan after SIGTERM, claims nothing more and exits with 0", async () => {
  const ended = start(slowPlan());
  const response = await asked;
  drain.abort();
  response.writeHead(204).end();
  // A state that is not there is Terraform's error; the job has ended by itself all the same.
  expect(await ended).toBe(0);
  expect(outcomes()).toEqual(["FAILED"]);
  expect(trellis.outcome?.error_code).toBe("TERRAFORM_PLAN_FAILED");
  expect(trellis.text).not.toContain("Interrupting Terraform");
  expect(trellis.claims).toBe(1);
}, 60_000);

test.each([
  ["a drain that takes too long ends it INTERRUPTED", impatient, (): void => drain.abort(), "INTERRUPTED", true],
  [
    "a cancel ends it CANCELLED, and the Tendril goes on",
    systemClock,
    (): void => void (trellis.cancel = true),
    "CANCELLED",
    false,
  ],
] as const)(
  "a plan is interrupted once: %s",
  async (_, clock, stop, outcome, isDrain) => {
    const ended = start(slowPlan(), { clock });
    const response = await asked;
    trellis.onRequest = (route) => {
      if (!response.writableEnded && trellis.text.includes("Interrupting Terraform")) response.writeHead(204).end();
      if (outcomes().length > 0 && route.endsWith("/progress")) {
        trellis.work = undefined;
        if (!isDrain && trellis.claims === 1) trellis.onRequest = () => drain.abort();
      }
    };
    stop();
    expect(await ended).toBe(0);
    expect(outcomes()).toEqual([outcome]);
    expect(trellis.outcome?.interrupted_at).toEqual(expect.any(String));
    expect(trellis.text.match(/Interrupting Terraform/g)).toHaveLength(1);
    expect(trellis.artifacts.size).toBe(0);
  },
  60_000,
);
