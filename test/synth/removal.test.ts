import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { sharedTemplates } from "./shared-templates.ts";
import { readJson, resourcesOf, type Template } from "./template.ts";

const { data, app } = sharedTemplates();

function keptBy({ Resources }: Template): readonly string[] {
  const kept = Object.entries(Resources).filter(([, { DeletionPolicy = "Delete" }]) => DeletionPolicy !== "Delete");
  return kept.map(([id]) => id).toSorted();
}

describe("removal", () => {
  test("of the application leaves nothing", () => {
    expect(keptBy(app)).toEqual([]);
  });

  test("of the data keeps what was reviewed", () => {
    const reviewed = readJson(join(import.meta.dirname, "data-resources.json")) as Record<string, string>;
    expect(keptBy(data)).toEqual(Object.keys(reviewed).toSorted());
  });

  test("takes every function's log with it, those of the CDK's helpers too", () => {
    const groups = new Set(resourcesOf(app, "AWS::Logs::LogGroup").map(([id]) => id));
    const functions = resourcesOf(app, "AWS::Lambda::Function");
    expect(functions.length).toBeGreaterThan(10);
    for (const [id, { LoggingConfig }] of functions) {
      const { Ref = "none" } = (LoggingConfig as { LogGroup?: { Ref?: string } } | undefined)?.LogGroup ?? {};
      expect({ id, ofTheStack: groups.has(Ref) }).toEqual({ id, ofTheStack: true });
    }
  });

  test("empties the one bucket of the application first", () => {
    const buckets = resourcesOf(app, "AWS::S3::Bucket");
    expect(buckets).toHaveLength(1);
    expect(resourcesOf(app, "Custom::S3AutoDeleteObjects")).toEqual([
      [expect.any(String), expect.objectContaining({ BucketName: { Ref: buckets[0]?.[0] } })],
    ]);
  });
});
