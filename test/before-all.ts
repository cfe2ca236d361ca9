import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDynamoDbLocal } from "../local/cloud/dynamodb-local.ts";
import { startMotoForks } from "../local/cloud/test-moto.ts";
import { createProcesses } from "../local/processes/processes.ts";
import { synthesize } from "../local/synthesize.ts";
import { assemblyDir } from "./assembly.ts";
import { sharedDynamoDb } from "./dynamodb.ts";
import { callsDir } from "./evidence/iam/recorded-calls.ts";

/** What test files share: `after-all.ts` ends it. */
const shared = createProcesses();
const logDir = mkdtempSync(join(tmpdir(), "vintner-test-"));

export async function endShared(): Promise<void> {
  await shared.stop();
  await rm(logDir, { recursive: true, force: true });
}

/**
 * Before the first test of a run: what the local stacks of all test files run, the server of everybody's tables, and the
 * moto that others are forked from.
 */
export default async function beforeAll(): Promise<void> {
  await rm(callsDir, { recursive: true, force: true });
  const [{ url }] = await Promise.all([
    startDynamoDbLocal({ processes: shared, logDir, separatesKeys: true }),
    startMotoForks(shared),
    synthesize(assemblyDir),
  ]);
  process.env[sharedDynamoDb] = url;
}
