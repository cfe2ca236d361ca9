import { chmodSync, copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleForNode } from "./node-bundle.ts";
import { repositoryPath } from "./paths.ts";

/**
 * Writes all that the Tendril's image is built from into a folder: the agent as one executable file, its Terraform
 * templates and the Dockerfile. The local stack runs these very files.
 */
export function bundleAgent(folder: string): void {
  const executable = join(folder, "bin", "vintner-agent");
  mkdirSync(join(folder, "bin"), { recursive: true });
  bundleForNode({
    entry: "tendril-image/agent/main.ts",
    outputFile: executable,
    minify: false,
    firstLine: "#!/usr/bin/env node",
  });
  chmodSync(executable, 0o755);
  // A file without an extension is an ES module only where a package says so.
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  cpSync(repositoryPath("tendril-image/templates"), join(folder, "templates"), { recursive: true });
  copyFileSync(repositoryPath("tendril-image/Dockerfile"), join(folder, "Dockerfile"));
}
