import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentParts } from "./agent-parts.ts";
import { platform } from "./platform.ts";
import { testParts, type ProgramEvent } from "./test-parts.ts";
import { TestTrellis, testJobId, testTokens, testWork } from "./test-trellis.ts";

// Terraform is the real one: each test takes a second or two.

let trellis: TestTrellis;
let folder: string;
let url: string;
const complaints: string[] = [];
const events: ProgramEvent[] = [];

beforeEach(async () => {
  trellis = new TestTrellis();
  url = await trellis.start();
  folder = mkdtempSync(join(tmpdir(), "platform-"));
  complaints.length = 0;
  events.length = 0;
});

afterEach(async () => {
  await trellis.stop();
  rmSync(folder, { recursive: true, force: true });
});

const parts = (environment: Readonly<Record<string, string | undefined>> = {}): AgentParts =>
  testParts({ url, folder, events, complaints, environment });

function run(
  variables: Record<string, string | number | boolean> = {},
  shutdown = new AbortController().signal,
): Promise<number> {
  trellis.work = testWork({ variables });
  return platform(parts(), { workerId: "platform", jobId: testJobId, shutdown });
}

/** Where the job's Terraform runs; gone once the job has ended. */
function rootFolder(): string {
  const [name = ""] = readdirSync(folder).filter((entry) => entry.startsWith("vintner-job-"));
  return join(folder, name, "root");
}

function stateResources(): string[] {
  const state = JSON.parse(readFileSync(join(rootFolder(), "terraform.tfstate"), "utf8")) as {
    resources: { name: string }[];
  };
  return state.resources.map(({ name }) => name);
}

/** Does something once a line of the log was stored. */
function onceLogged(text: string, act: () => void): void {
  let done = false;
  trellis.onRequest = () => {
    if (done || !trellis.text.includes(text)) return;
    done = true;
    act();
  };
}

describe("a job that succeeds", () => {
  test("tells its steps, its log whole and in order, its progress and its outputs", async () => {
    expect(await run({ lines: 3000 })).toBe(0);
    expect(trellis.reports.flatMap(({ step }) => (step === undefined ? [] : [step]))).toEqual(
      [2, 3, 4].flatMap((number) => [
        { number, event: "started" },
        { number, event: "ended", ok: true },
      ]),
    );
    const numbered = trellis.lines.filter((line) => /\(local-exec\): line \d+$/.test(line));
    expect(numbered.map((line) => Number(/\d+$/.exec(line)?.[0]))).toEqual(
      Array.from({ length: 3000 }, (_, n) => n + 1),
    );
    let next = 11;
    for (const chunk of trellis.sorted) {
      expect(chunk.line).toBe(next);
      next += chunk.text.split("\n").length - 1;
    }
    expect(trellis.sorted.filter(({ last }) => last).map(({ key }) => key.slice(0, 5))).toEqual([
      "01.02",
      "01.03",
      "01.04",
    ]);
    expect(trellis.reports.findLast(({ progress }) => progress)?.progress).toEqual({
      done: 5,
      total: 5,
      current: null,
    });
    expect(trellis.outcome).toMatchObject({
      outcome: "SUCCESS",
      execution_metadata: {
        outputs: { cluster_name: "north", password: "(sensitive)" },
        cluster: { name: "north", arn: "arn:aws:ecs:eu-west-1:123456789012:cluster/north" },
      },
    });
    expect(trellis.text).not.toContain("not for everybody");
    expect(trellis.text).toContain("\u001b[32m+\u001b[0m");
    expect(readdirSync(folder)).toEqual([]);
  }, 30_000);

  test("shows Terraform no token, and no secret to the log", async () => {
    await run();
    const environment = trellis.text.split("\n").flatMap((line) => /\(local-exec\): ([A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect(environment).toEqual(expect.arrayContaining(["AWS_CONFIG_FILE", "HOME", "PATH", "TF_IN_AUTOMATION"]));
    for (const name of ["WORKER_TOKEN", "TF_CLI_ARGS", "AWS_SESSION_TOKEN", "AWS_SECRET_ACCESS_KEY"]) {
      expect(environment).not.toContain(name);
    }
    expect(trellis.text).toContain('"SessionToken":"***"');
    const told = trellis.text + JSON.stringify(trellis.reports) + JSON.stringify(events) + complaints.join();
    for (const secret of [...Object.values(testTokens), "secret/target", "secret/state", "session-token-of"]) {
      expect(told).not.toContain(secret);
    }
  }, 30_000);

  test("sends heartbeats with the job and the job's token with every request after the claim", async () => {
    await run();
    expect(trellis.heartbeats[0]).toEqual({
      version: "1.0.0",
      instance_id: "instance",
      draining: false,
      job: { id: testJobId, attempt: 1 },
    });
    expect(trellis.headers.filter((headers) => headers["x-job-token"] === testTokens.job).length).toBeGreaterThan(5);
  }, 30_000);
});

describe("a job that fails", () => {
  test("tells Terraform's error, in the log as STDERR", async () => {
    expect(await run({ fail: true })).toBe(0);
    expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "TERRAFORM_APPLY_FAILED" });
    expect(trellis.outcome?.error_message).toContain("local-exec provisioner error: Error running command");
    expect(trellis.outcome?.error_message).toContain("it exists already");
    expect(trellis.lines).toContain("STDERR\tError: local-exec provisioner error");
    expect(trellis.reports.at(-2)?.step).toEqual({ number: 4, event: "ended", ok: false });
  }, 30_000);

  test("tells that Terraform is missing", async () => {
    trellis.work = testWork();
    const code = await platform(parts({ PATH: folder }), {
      ...{ workerId: "platform", jobId: testJobId },
      shutdown: new AbortController().signal,
    });
    expect(code).toBe(0);
    expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "TERRAFORM_MISSING" });
  });

  test("tells what init found wrong", async () => {
    trellis.work = testWork();
    const plugins = { VINTNER_PLUGIN_DIR: folder };
    const wrong = { ...parts(plugins), templates: join(folder, "templates") };
    mkdirSync(join(folder, "templates/tendril"), { recursive: true });
    writeFileSync(join(folder, "templates/tendril/wrong.tf"), 'module "missing" { source = "./missing" }\n');
    await platform(wrong, { workerId: "platform", jobId: testJobId, shutdown: new AbortController().signal });
    expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "TERRAFORM_INIT_FAILED" });
    expect(trellis.outcome?.error_message).toMatch(/^Unreadable module directory: /);
  }, 30_000);

  test("leaves no outcome when Terraform is killed amid its changes", async () => {
    onceLogged("(local-exec): terraform is", () =>
      process.kill(Number(/terraform is (\d+)/.exec(trellis.text)?.[1]), "SIGKILL"),
    );
    expect(await run({ wait_for: join(folder, "never") })).toBe(1);
    expect(trellis.outcome).toBeUndefined();
    expect(trellis.text).toContain("terraform apply was killed by SIGKILL, most likely because the container's memory");
  }, 30_000);

  test("keeps the state that Terraform could not write", async () => {
    const go = join(folder, "go");
    onceLogged("terraform_data.waiting: Creating", () => {
      writeFileSync(join(rootFolder(), "errored.tfstate"), '{"serial":7}');
      writeFileSync(go, "");
    });
    await run({ wait_for: go, fail: true });
    expect(trellis.artifacts.get("errored_state")?.toString()).toBe('{"serial":7}');
  }, 30_000);
});

describe("a cancel", () => {
  test("reaches Terraform as one SIGINT, however often it is told; the state is saved", async () => {
    let resources: string[] = [];
    onceLogged("terraform_data.waiting: Creating", () => (trellis.cancel = true));
    trellis.fault = (route, body) => {
      if (route.endsWith("/progress") && JSON.stringify(body).includes("outcome")) resources = stateResources();
      return undefined;
    };
    expect(await run({ wait_for: join(folder, "never") })).toBe(0);
    expect(trellis.outcome).toMatchObject({ outcome: "CANCELLED", interrupted_at: expect.any(String) });
    expect(trellis.text.match(/Interrupt received/g)).toHaveLength(1);
    expect(trellis.text).not.toContain("Two interrupts received");
    expect(resources).toContain("first");
    expect(resources).not.toContain("last");
  }, 30_000);

  test("before Terraform started never starts it", async () => {
    trellis.cancel = true;
    expect(await run()).toBe(0);
    expect(trellis.outcome).toMatchObject({ outcome: "CANCELLED" });
    expect(trellis.text).not.toContain("Terraform has been successfully initialized");
  });

  test("before the claim leaves nothing to do", async () => {
    const code = await platform(parts(), {
      workerId: "platform",
      jobId: testJobId,
      shutdown: new AbortController().signal,
    });
    expect([code, trellis.claims, trellis.reports]).toEqual([0, 1, []]);
  });
});

test("SIGTERM interrupts Terraform once and reports it", async () => {
  const shutdown = new AbortController();
  onceLogged("terraform_data.waiting: Creating", () => shutdown.abort());
  expect(await run({ wait_for: join(folder, "never") }, shutdown.signal)).toBe(0);
  expect(trellis.outcome).toMatchObject({ outcome: "INTERRUPTED" });
  expect(trellis.text.match(/Interrupt received/g)).toHaveLength(1);
}, 30_000);

describe("a runner that lost its job", () => {
  test.each([401, 403, 404, 409])(
    "stops its child when the log is answered %d, and sends not a line more",
    async (status) => {
      let appendsWhenFenced = -1;
      onceLogged("terraform_data.waiting: Creating", () => {
        trellis.fault = (route) => {
          if (!route.endsWith("/logs")) return undefined;
          appendsWhenFenced = trellis.appends;
          return status;
        };
      });
      expect(await run({ wait_for: join(folder, "never") })).toBe(1);
      expect(trellis.appends).toBe(appendsWhenFenced);
      expect(trellis.outcome).toBeUndefined();
      expect(complaints).toEqual([expect.stringContaining(`Trellis took job ${testJobId} from this runner`)]);
    },
    30_000,
  );

  test("does not begin to change anything when the start of the apply is refused", async () => {
    trellis.fault = (route, body) =>
      route.endsWith("/progress") && JSON.stringify(body).includes('"number":4') ? 409 : undefined;
    expect(await run()).toBe(1);
    expect(trellis.text).not.toContain("Applying the plan");
  }, 30_000);
});

test("goes on after Trellis was away, without a line lost", async () => {
  const go = join(folder, "go");
  let cut = 0;
  onceLogged("terraform_data.waiting: Creating", () => {
    writeFileSync(go, "");
    trellis.fault = () => (cut++ < 12 ? "cut" : undefined);
  });
  expect(await run({ lines: 200, wait_for: go })).toBe(0);
  expect(cut).toBeGreaterThan(12);
  expect(trellis.outcome).toMatchObject({ outcome: "SUCCESS" });
  expect(trellis.text.match(/\(local-exec\): line \d+\n/g)).toHaveLength(200);
  expect(trellis.text).toContain("Apply complete! Resources: 5 added");
}, 60_000);
