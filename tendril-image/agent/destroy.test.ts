import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform } from "./platform.ts";
import { testParts } from "./test-parts.ts";
import { TestTrellis, testJobId, testWork } from "./test-trellis.ts";

// Terraform is the real one. The state of what is destroyed lies beside the template, and so in the job's folder.

let trellis: TestTrellis;
let folder: string;
let url: string;

beforeEach(async () => {
  trellis = new TestTrellis();
  url = await trellis.start();
  folder = mkdtempSync(join(tmpdir(), "destroy-"));
});

afterEach(async () => {
  await trellis.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** `last` is destroyed first, and waits for the file `go` if it is named; `failing` cannot be destroyed. */
function given({ go = "", failing = false }: { readonly go?: string; readonly failing?: boolean }): void {
  const template = join(folder, "templates/tendril");
  mkdirSync(template, { recursive: true });
  const command = failing
    ? "echo 'still in use' >&2; exit 3"
    : 'while [ -n \\"${self.input}\\" ] && [ ! -e \\"${self.input}\\" ]; do sleep 0.05; done';
  const text = `
    resource "terraform_data" "first" { input = "first" }
    resource "terraform_data" "last" {
      input = "${go}"
      depends_on = [terraform_data.first]
      provisioner "local-exec" {
        when = destroy
        command = "${command}"
      }
    }
    output "first" { value = terraform_data.first.output }
  `;
  writeFileSync(join(template, "main.tf"), text);
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    execFileSync("terraform", [...args, "-input=false"], { cwd: template, stdio: "pipe" });
  }
}

function destroy(): Promise<number> {
  trellis.work = testWork({
    operation: "destroy",
    steps: [
      { number: 4, name: "Generate Terraform Config" },
      { number: 5, name: "Terraform Init" },
      { number: 6, name: "Terraform Destroy" },
    ],
  });
  const parts = testParts({ url, folder, templates: join(folder, "templates") });
  return platform(parts, { workerId: "platform", jobId: testJobId, shutdown: new AbortController().signal });
}

/** What the state holds when the outcome is told; after that the job's folder is gone. */
function resourcesAtOutcome(): () => string[] {
  let names: string[] = ["no outcome"];
  trellis.fault = (route, body) => {
    if (!route.endsWith("/progress") || !JSON.stringify(body).includes('"outcome"')) return undefined;
    const [job = ""] = readdirSync(folder).filter((entry) => entry.startsWith("vintner-job-"));
    const state = JSON.parse(readFileSync(join(folder, job, "root/terraform.tfstate"), "utf8")) as {
      resources: { name: string }[];
    };
    names = state.resources.map(({ name }) => name);
    return undefined;
  };
  return () => names;
}

test("destroys what the state holds, with its progress, through a saved plan", async () => {
  given({});
  const resources = resourcesAtOutcome();
  expect(await destroy()).toBe(0);
  expect(trellis.outcome).toMatchObject({ outcome: "SUCCESS" });
  expect(resources()).toEqual([]);
  expect(trellis.text).toContain("0 to add, 0 to change, 2 to destroy.");
  expect(trellis.text).toMatch(/Resources: 0 added, 0 changed, 2 destroyed/);
  expect(trellis.reports.findLast(({ progress }) => progress)?.progress).toEqual({ done: 2, total: 2, current: null });
  expect(trellis.reports.flatMap(({ step }) => (step?.event === "ended" ? [step] : []))).toEqual(
    [4, 5, 6].map((number) => ({ number, event: "ended", ok: true })),
  );
}, 30_000);

test("of nothing changes nothing", async () => {
  given({});
  rmSync(join(folder, "templates/tendril/terraform.tfstate"));
  expect(await destroy()).toBe(0);
  expect(trellis.outcome).toMatchObject({ outcome: "SUCCESS" });
  expect(trellis.text).toMatch(/No changes/);
}, 30_000);

test("tells what could not be destroyed, and keeps it in the state", async () => {
  given({ failing: true });
  const resources = resourcesAtOutcome();
  expect(await destroy()).toBe(0);
  expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "TERRAFORM_DESTROY_FAILED" });
  expect(trellis.outcome?.error_message).toContain("still in use");
  expect(resources()).toContain("first");
}, 30_000);

test("is interrupted once by a cancel, and the state is saved", async () => {
  given({ go: join(folder, "never") });
  const resources = resourcesAtOutcome();
  trellis.onRequest = () => {
    if (trellis.text.includes("terraform_data.last: Destroying")) trellis.cancel = true;
  };
  expect(await destroy()).toBe(0);
  expect(trellis.outcome).toMatchObject({ outcome: "CANCELLED", interrupted_at: expect.any(String) });
  expect(trellis.text.match(/Interrupt received/g)).toHaveLength(1);
  expect(resources()).toContain("first");
}, 30_000);
