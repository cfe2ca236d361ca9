import { synthesize } from "../local/synthesize.ts";
import { assemblyDir } from "./assembly.ts";

/** Before the first test of a run: what the local stacks of all test files run. */
export default async function synthesizeOnce(): Promise<void> {
  await synthesize(assemblyDir);
}
