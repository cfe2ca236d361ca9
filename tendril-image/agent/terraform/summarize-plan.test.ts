import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summarizePlan } from "./summarize-plan.ts";

// What is summed up comes from the real Terraform.

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "summary-"));
  write(`
    resource "terraform_data" "stays" { input = "a" }
    resource "terraform_data" "changes" { input = "a" }
    resource "terraform_data" "replaced" { triggers_replace = "a" }
    resource "terraform_data" "gone" { count = 2 }
    resource "terraform_data" "old_name" { input = "a" }
    resource "terraform_data" "let_go" { input = "a" }
    output "word" { value = "a" }
  `);
  terraform("init");
  terraform("apply", "-auto-approve");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const terraform = (...args: readonly string[]) =>
  execFileSync("terraform", args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
const write = (text: string) => writeFileSync(join(folder, "main.tf"), text);

function plan(...more: readonly string[]): { readonly last: string | undefined; readonly json: string } {
  const text = terraform("plan", "-no-color", "-input=false", "-out=saved.tfplan", ...more);
  return { last: /^Plan: .*$/m.exec(text)?.[0], json: terraform("show", "-json", "saved.tfplan") };
}

test("counts as the last line of the plan does, and lists what is not left as it is", () => {
  write(`
    resource "terraform_data" "stays" { input = "a" }
    resource "terraform_data" "changes" { input = "b secret value" }
    resource "terraform_data" "replaced" { triggers_replace = "b" }
    resource "terraform_data" "new" {
      for_each = toset(["x", "y"])
      input = each.key
    }
    resource "terraform_data" "new_name" { input = "a" }
    resource "terraform_data" "brought" {}
    moved {
      from = terraform_data.old_name
      to = terraform_data.new_name
    }
    removed {
      from = terraform_data.let_go
      lifecycle { destroy = false }
    }
    import {
      to = terraform_data.brought
      id = "elsewhere"
    }
    output "word" { value = "a" }
  `);
  const { last, json } = plan();
  expect(last).toBe("Plan: 1 to import, 3 to add, 1 to change, 3 to destroy.");
  const summary = summarizePlan(json, "apply");
  expect(summary).toMatchObject({ mode: "apply", has_changes: true, import: 1, add: 3, change: 1, destroy: 3 });
  expect(summary.truncated).toBe(false);
  expect(summary.resources.map(({ address, action }) => `${action} ${address}`).toSorted()).toEqual([
    'create terraform_data.new["x"]',
    'create terraform_data.new["y"]',
    "delete terraform_data.gone[0]",
    "delete terraform_data.gone[1]",
    "forget terraform_data.let_go",
    "import terraform_data.brought",
    "move terraform_data.new_name",
    "replace terraform_data.replaced",
    "update terraform_data.changes",
  ]);
  expect(JSON.stringify(summary)).not.toContain("secret value");
});

const asItWas = `
  resource "terraform_data" "stays" { input = "a" }
  resource "terraform_data" "changes" { input = "a" }
  resource "terraform_data" "replaced" { triggers_replace = "a" }
  resource "terraform_data" "gone" { count = 2 }
  resource "terraform_data" "old_name" { input = "a" }
  resource "terraform_data" "let_go" { input = "a" }
`;

test("tells that nothing changes", () => {
  write(`${asItWas}\noutput "word" { value = "a" }`);
  expect(summarizePlan(plan().json, "apply")).toEqual({
    ...{ mode: "apply", has_changes: false, add: 0, change: 0, destroy: 0, import: 0, resources: [], truncated: false },
  });
});

test("an output alone is a change", () => {
  write(`${asItWas}\noutput "word" { value = "b" }`);
  expect(summarizePlan(plan().json, "apply")).toMatchObject({ has_changes: true, add: 0, resources: [] });
});

test("a data source is told only when the apply reads it, and never counted", () => {
  writeFileSync(join(folder, "other.tfstate"), terraform("state", "pull"));
  const data = (path: string) => `
    data "terraform_remote_state" "other" {
      backend = "local"
      config = { path = ${path} }
    }
    output "word" { value = "a" }
    ${asItWas}
  `;
  write(data('"other.tfstate"'));
  expect(summarizePlan(plan().json, "apply").resources).toEqual([]);
  write(`${data("terraform_data.path.id")}\nresource "terraform_data" "path" {}`);
  const { json, last } = plan();
  expect(last).toBe("Plan: 1 to add, 0 to change, 0 to destroy.");
  expect(summarizePlan(json, "apply")).toMatchObject({
    ...{ add: 1, change: 0, destroy: 0 },
    resources: [
      { address: "terraform_data.path", action: "create" },
      { address: "data.terraform_remote_state.other", action: "read" },
    ].toSorted((a, b) => (a.address < b.address ? -1 : 1)),
  });
});

test("to destroy all counts all", () => {
  write(asItWas);
  const { last, json } = plan("-destroy");
  expect(last).toBe("Plan: 0 to add, 0 to change, 7 to destroy.");
  expect(summarizePlan(json, "destroy")).toMatchObject({ mode: "destroy", has_changes: true, add: 0, destroy: 7 });
});

test("lists 500 of more, and says so", () => {
  const resource_changes = Array.from({ length: 501 }, (_, n) => ({
    ...{ address: `a.b["${"x".repeat(n === 0 ? 600 : 1)}${n}"]`, mode: "managed", change: { actions: ["create"] } },
  }));
  const summary = summarizePlan(JSON.stringify({ resource_changes }), "apply");
  expect([summary.add, summary.resources.length, summary.truncated]).toEqual([501, 500, true]);
  expect(summary.resources[0]?.address).toHaveLength(500);
});
