import { afterEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAssembly } from "./assembly.ts";

const dir = mkdtempSync(join(tmpdir(), "vintner-"));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const stack = (name: string, dependencies: string[]) => ({
  type: "aws:cloudformation:stack",
  dependencies,
  properties: { templateFile: `${name}.template.json`, stackName: name },
});

describe("readAssembly", () => {
  test("orders stacks by their dependencies and finds assets by hash", () => {
    const files: Record<string, unknown> = {
      "manifest.json": {
        version: "54.0.0",
        artifacts: {
          Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
          App: stack("App", ["Data", "App.assets"]),
          Data: stack("Data", []),
          "App.assets": { type: "cdk:asset-manifest", properties: { file: "App.assets.json" } },
        },
      },
      "App.template.json": { Resources: {} },
      "Data.template.json": { Resources: { T: { Type: "X" } } },
      "App.assets.json": {
        files: { f1: { source: { path: "asset.f1", packaging: "zip" } } },
        dockerImages: { d1: { source: { directory: "asset.d1" } } },
      },
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), JSON.stringify(content));
    const assembly = readAssembly(dir);
    expect(assembly.stacks.map(({ name }) => name)).toEqual(["Data", "App"]);
    expect(assembly.fileAsset("f1")).toBe(join(dir, "asset.f1"));
    expect(assembly.imageAsset("d1")).toBe(join(dir, "asset.d1"));
    expect(assembly.fileAsset("d1")).toBeUndefined();
  });
});
