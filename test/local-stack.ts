import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "@jest/globals";
import { createLocalStack, type LocalStack, type LocalStackOptions } from "../local/stack.ts";
import { startTestMoto } from "../local/cloud/test-moto.ts";
import { waitUntilHealthy } from "../local/wait-until-healthy.ts";
import { checkAnswers } from "./api-answers.ts";
import { assemblyDir } from "./assembly.ts";
import { ownTables } from "./dynamodb.ts";
import { TrellisClient } from "../local/client/trellis-client.ts";
import { createCallRecorder } from "./evidence/iam/call-recorder.ts";

export interface TestStack {
  readonly stack: LocalStack;
  /** An admin. */
  readonly client: TrellisClient;
  /** Throws when an answer of the API did not fit its description. */
  stop(): Promise<void>;
}

/**
 * A whole system of its own for one test file, with real parts, in a folder that goes with it; its tables are in the
 * DynamoDB Local of the run. Its calls of AWS are recorded.
 */
export async function startTestStack(options: Partial<LocalStackOptions> = {}): Promise<TestStack> {
  const answers = checkAnswers();
  const dataDir = await mkdtemp(join(tmpdir(), "vintner-test-"));
  const recorder = createCallRecorder(basename(expect.getState().testPath ?? "a test"));
  const stack = await createLocalStack({
    ...{ assemblyDir, dataDir, ...options },
    dynamoDb: ownTables(),
    startMoto: (logDir) => startTestMoto({}, join(logDir, "moto.log")),
    onAnswer: answers.onAnswer,
    async onCall(call) {
      await options.onCall?.(call);
      await recorder.watch(call);
    },
  });
  await recorder.follow(stack);
  await waitUntilHealthy(stack.url);
  return {
    stack,
    client: await TrellisClient.signIn(stack.url),
    async stop() {
      await stack.stop();
      recorder.write();
      await rm(dataDir, { recursive: true, force: true });
      if (answers.misfits.length > 0)
        throw new Error(`Not as the API description tells:\n${answers.misfits.join("\n")}`);
    },
  };
}
