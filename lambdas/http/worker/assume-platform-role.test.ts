import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { AssumeRole } from "../../cloud/assume-role.ts";
import type { Chunk } from "../../contract/log.ts";
import { allChunks } from "../../store/job-logs.ts";
import { runStep } from "../../trellis/run-step.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { at, givenJob, theJob } from "../../../test/given-job.ts";
import { assumePlatformRole } from "./assume-platform-role.ts";

let db: DynamoDb;
const clock = { now: () => at(0) };
beforeAll(async () => {
  db = await startDynamoDb();
}, 60_000);
afterAll(() => db.stop());

async function logOf(id: string): Promise<string[]> {
  const chunks: Chunk[] = await Array.fromAsync(allChunks(id));
  return chunks.map(({ key, text, last }) => `${key.slice(0, 5)} ${text.trimEnd()}${last === true ? "|" : ""}`);
}

const refuse: AssumeRole = () => Promise.reject(new Error("not authorized to perform sts:AssumeRole"));

const assume: AssumeRole = async ({ jobId }) => ({
  arn: `assumed/vintner-${jobId}`,
  credentials: { access_key_id: "AKIDVALUE", secret_access_key: "SECRETVALUE", session_token: "T", expires_at: "" },
});

describe("Assume Platform Role", () => {
  const arn = "arn:aws:iam::123456789012:role/vintner-provisioner";

  test("says as whom, and keeps nothing", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    await runStep(id, "Assume Platform Role", assumePlatformRole(arn, assume), clock);
    expect(await logOf(id)).toEqual([
      `01.01 Assuming IAM role ${arn}`,
      `01.01 Assumed ${arn} as assumed/vintner-${id}|`,
    ]);
    expect(JSON.stringify(await theJob(id))).not.toMatch(/AKIDVALUE|SECRETVALUE/);
  });

  test("fails with what AWS said", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    const step = runStep(id, "Assume Platform Role", assumePlatformRole(arn, refuse), clock);
    await expect(step).rejects.toMatchObject({
      name: "ROLE_NOT_ASSUMABLE",
      message: expect.stringContaining("sts:AssumeRole"),
    });
    expect((await logOf(id)).at(-1)).toMatch(/not authorized.*\|$/);
    expect((await theJob(id)).steps["01.01"]).toMatchObject({ ok: false });
  });
});
