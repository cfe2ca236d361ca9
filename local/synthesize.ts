import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compiledDir } from "./compiled.ts";
import { checkMachines } from "./states/check-machines.ts";
import { readAssembly } from "./template/assembly.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Assemblies that were made here before. */
const keptDir = join(root, ".vintner/assemblies");
/** All that an assembly is made of. */
const sources = [
  "package.json",
  "package-lock.json",
  "cdk.json",
  "{bin,lib,stepfunctions,lambdas,tendril-image}/**/*",
  "frontend/dist/**/*",
];

/**
 * Builds the dashboard if it is not built, and writes the CDK app's assembly into a folder. One that was made of the very
 * same files before is only copied.
 */
export async function synthesize(assemblyDir: string): Promise<void> {
  if (!existsSync(`${root}frontend/dist/index.html`)) {
    await run(["node_modules/vite/bin/vite.js", "build", "frontend", "--logLevel", "warn"], {});
  }
  const kept = join(keptDir, sourcesHash());
  if (!existsSync(kept)) await keep(kept);
  rmSync(assemblyDir, { recursive: true, force: true });
  cpSync(kept, assemblyDir, { recursive: true });
}

/** In its place only once it is whole; the one before it has served its time. */
async function keep(folder: string): Promise<void> {
  mkdirSync(join(root, ".vintner"), { recursive: true });
  const making = mkdtempSync(join(root, ".vintner/making-"));
  try {
    await run(["bin/vintner.ts"], { CDK_OUTDIR: making });
    for (const { template } of readAssembly(making).stacks) checkMachines(template);
    for (const old of [keptDir, compiledDir]) rmSync(old, { recursive: true, force: true, maxRetries: 3 });
    mkdirSync(keptDir);
    renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()) {
    if (path.endsWith(".test.ts")) continue;
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

async function run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (piece: Buffer) => (errors += piece.toString("utf8")));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`node ${args.join(" ")} failed:\n${errors}`);
}
