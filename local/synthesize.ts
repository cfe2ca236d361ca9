import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Builds the dashboard if it is not built, and writes the CDK app's assembly into a folder. */
export async function synthesize(assemblyDir: string): Promise<void> {
  if (!existsSync(`${root}frontend/dist/index.html`)) {
    await run(["node_modules/vite/bin/vite.js", "build", "frontend", "--logLevel", "warn"], {});
  }
  rmSync(assemblyDir, { recursive: true, force: true });
  await run(["bin/vintner.ts"], { CDK_OUTDIR: assemblyDir });
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
