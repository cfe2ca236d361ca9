import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vineTemplateNames, vineTemplates, type TemplateVariable } from "../lambdas/contract/vine-templates.ts";

const templates = join(import.meta.dirname, "templates");
const everyTemplate = readdirSync(templates);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "templates-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function terraform(cwd: string, ...args: readonly string[]): { readonly code: number | null; readonly text: string } {
  const environment = { PATH: process.env["PATH"], HOME: folder, CHECKPOINT_DISABLE: "1" };
  const { status, stdout, stderr } = spawnSync("terraform", args, { cwd, env: environment, encoding: "utf8" });
  return { code: status, text: stdout + stderr };
}

/** What stands in `variables.tf`, which `terraform fmt` has laid out. */
function variablesOf(name: string): Pick<TemplateVariable, "name" | "type" | "default">[] {
  const text = readFileSync(join(templates, name, "variables.tf"), "utf8");
  return [...text.matchAll(/^variable "(\w+)" \{\n([^]*?)^\}$/gm)].map(([, variable = "", body = ""]) => {
    const standard = /^ {2}default += (.+)$/m.exec(body)?.[1];
    return {
      name: variable,
      type: /^ {2}type += (.+)$/m.exec(body)?.[1] as TemplateVariable["type"],
      ...(standard !== undefined && { default: JSON.parse(standard) as string | number | boolean }),
    };
  });
}

test.each(vineTemplateNames)("the catalogue tells the variables that %s takes", (name) => {
  const catalogue: readonly TemplateVariable[] = vineTemplates[name].variables;
  const told = catalogue.map((variable) => ({
    ...{ name: variable.name, type: variable.type },
    ...(variable.default !== undefined && { default: variable.default }),
  }));
  expect(variablesOf(name)).toEqual(told);
});

test("every template is in the catalogue, or the Tendril's own", () => {
  expect(everyTemplate.toSorted()).toEqual([...vineTemplateNames, "tendril"].toSorted());
});

test("every template takes the provider that the image has", () => {
  // The image is built with the provider that the first one pins.
  const pinned = everyTemplate.map((name) => {
    const text = readFileSync(join(templates, name, "versions.tf"), "utf8");
    return /source += "hashicorp\/aws"\n +version += "(\d+\.\d+\.\d+)"/.exec(text)?.[1];
  });
  expect(new Set(pinned).size).toBe(1);
  expect(pinned[0]).toBeDefined();
});

test("every template is laid out as Terraform does", () => {
  expect(terraform(templates, "fmt", "-check", "-recursive")).toEqual({ code: 0, text: "" });
});

describe("a template says what is wrong with", () => {
  const network = { name: "small" };
  const group = { vpc_id: "vpc-0123456789abcdef0", name: "web", allowed_cidrs: ["10.0.0.0/8"] };

  /** Variables alone need no provider. */
  function judge(name: string, variables: object): string | undefined {
    const copy = join(folder, `variables-of-${name}`);
    mkdirSync(copy, { recursive: true });
    cpSync(join(templates, name, "variables.tf"), join(copy, "variables.tf"));
    writeFileSync(join(copy, "terraform.tfvars.json"), JSON.stringify(variables));
    const { code, text } = terraform(copy, "plan", "-input=false", "-no-color");
    return code === 0 ? undefined : text.replaceAll(/\s*\n(│ )?\s*/g, " ");
  }

  test.each([
    ["aws-bucket", { name_prefix: "abc" }],
    ["aws-bucket", { name_prefix: "team-logs-", expire_days: 3650 }],
    ["aws-network", { ...network, cidr: "10.0.0.0/16" }],
    ["aws-network", { ...network, cidr: "10.40.4.0/22" }],
    ["aws-security-group", { ...group, port: 65535, allowed_cidrs: ["2001:db8::/32", "192.0.2.1/32"] }],
    ["aws-security-group", { ...group, allowed_cidrs: [] }],
  ])("%s nothing: %j", (name, variables) => {
    expect(judge(name, variables)).toBeUndefined();
  });

  test.each([
    ["aws-bucket", { name_prefix: "ab" }, /3 to 30 of a-z/],
    ["aws-bucket", { name_prefix: "-abc" }, /3 to 30 of a-z/],
    ["aws-bucket", { name_prefix: "a".repeat(31) }, /3 to 30 of a-z/],
    ["aws-bucket", { name_prefix: "abc\n" }, /3 to 30 of a-z/],
    ["aws-bucket", { name_prefix: "xn--abc" }, /for itself/],
    ["aws-bucket", { name_prefix: "abc", expire_days: 0 }, /1 to 3650/],
    ["aws-bucket", { name_prefix: "abc", expire_days: 1.5 }, /whole number/],
    ["aws-bucket", {}, /"name_prefix" is not set/],
    ["aws-network", { name: "" }, /1 to 100 characters/],
    ["aws-network", { ...network, cidr: "10.0.0.0/24" }, /from \/16 to \/22/],
    ["aws-network", { ...network, cidr: "10.0.0.0/8" }, /from \/16 to \/22/],
    ["aws-network", { ...network, cidr: "999.0.0.0/16" }, /from \/16 to \/22/],
    ["aws-network", { ...network, cidr: "10.40.1.0/20" }, /does not begin/],
    ["aws-security-group", { ...group, vpc_id: "vpc-1; rm" }, /looks like vpc-/],
    ["aws-security-group", { ...group, name: "sg-x" }, /does not begin with sg-/],
    ["aws-security-group", { ...group, name: "Web" }, /1 to 60 of a-z/],
    ["aws-security-group", { ...group, port: 0 }, /1 to 65535/],
    ["aws-security-group", { ...group, port: 70000 }, /1 to 65535/],
    ["aws-security-group", { ...group, allowed_cidrs: ["10.0.0.1/8"] }, /Each address range/],
    ["aws-security-group", { ...group, allowed_cidrs: ["anyone"] }, /Each address range/],
    [
      "aws-security-group",
      { ...group, allowed_cidrs: Array.from({ length: 51 }, (_, n) => `10.0.0.${n}/32`) },
      /At most 50/,
    ],
  ])("%s: %j", (name, variables, sentence) => {
    expect(judge(name, variables)).toMatch(sentence);
  });
});
