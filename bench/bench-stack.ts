import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TrellisClient } from "../local/client/trellis-client.ts";
import { createLocalStack, type LocalStack } from "../local/stack.ts";
import { synthesize } from "../local/synthesize.ts";
import { waitUntilHealthy } from "../local/wait-until-healthy.ts";
import { LineSource } from "./line-source.ts";

export interface BenchStack {
  readonly stack: LocalStack;
  /** An admin. */
  readonly client: TrellisClient;
  readonly source: LineSource;
}

/** Always the same, as `npm start` has it: what V8 compiled in one run is found by its path in the next. */
const assemblyDir = fileURLToPath(new URL("../.vintner/bench/assembly", import.meta.url));

/** Runs a benchmark on a whole system of its own, in which Terraform alone is not real. */
export async function withStack(measure: (stack: BenchStack) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "vintner-bench-"));
  const source = new LineSource(join(folder, "bin"));
  // The runners, which are processes of this one, get their path from here.
  process.env["PATH"] = `${source.folder}:${process.env["PATH"]}`;
  console.log("Synthesizing the template and starting a system of its own …");
  await synthesize(assemblyDir);
  const stack = await createLocalStack({ assemblyDir, dataDir: folder });
  try {
    await waitUntilHealthy(stack.url);
    await measure({ stack, source, client: await TrellisClient.signIn(stack.url, "admin", "bench") });
  } finally {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
