import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalStack, type LocalStack, type LocalStackOptions } from "../local/stack.ts";
import { waitUntilHealthy } from "../local/wait-until-healthy.ts";
import { assemblyDir } from "./assembly.ts";
import { TrellisClient } from "../local/client/trellis-client.ts";

export interface TestStack {
  readonly stack: LocalStack;
  /** An admin. */
  readonly client: TrellisClient;
  stop(): Promise<void>;
}

/** A whole system of its own for one test file, with real parts, in a folder that goes with it. */
export async function startTestStack(options: Partial<LocalStackOptions> = {}): Promise<TestStack> {
  const dataDir = await mkdtemp(join(tmpdir(), "vintner-test-"));
  const stack = await createLocalStack({ assemblyDir, dataDir, ...options });
  await waitUntilHealthy(stack.url);
  return {
    stack,
    client: await TrellisClient.signIn(stack.url),
    async stop() {
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
