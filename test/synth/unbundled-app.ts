import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "aws-cdk-lib";
import { vintnerApp } from "../../lib/vintner-app.ts";
import { readJson, type Template } from "./template.ts";

interface UnbundledApp {
  readonly app: App;
  /** Synthesizes it. */
  readonly templates: () => { readonly data: Template; readonly app: Template };
  readonly remove: () => void;
}

/** The app with an empty dashboard and without the functions' code: what a test of the resources needs, in a second. */
export function unbundledApp(context: Readonly<Record<string, unknown>> = {}): UnbundledApp {
  const root = mkdtempSync(join(tmpdir(), "vintner-app-"));
  const dashboardFolder = mkdtempSync(join(root, "dashboard-"));
  writeFileSync(join(dashboardFolder, "index.html"), "<!doctype html><title>Vintner</title>");
  const outputFolder = join(root, "assembly");
  const app = vintnerApp({
    outputFolder,
    dashboardFolder,
    context: { ...context, "aws:cdk:bundling-stacks": [] },
  });
  return {
    app,
    templates: () => {
      app.synth();
      const read = (name: string) => readJson(join(outputFolder, `${name}.template.json`)) as Template;
      return { data: read("VintnerData"), app: read("Vintner") };
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}
