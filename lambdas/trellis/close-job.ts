import { archive, logArchiveKey, type Archive } from "../cloud/archive.ts";
import { readEnvironment } from "../contract/environment.ts";
import { isTerminal } from "../contract/job.ts";
import type { JobRow } from "../domain/job-row.ts";
import { logText } from "../domain/log-text.ts";
import { undeclaredHoles } from "../domain/read-in-order.ts";
import { markClosed } from "../store/close-job.ts";
import { getJob } from "../store/jobs.ts";
import { allChunks } from "../store/job-logs.ts";
import { systemClock, type Clock } from "./clock.ts";
import { endOpenSteps } from "./end-open-steps.ts";
import { publishJob } from "./publish-job.ts";
import { releaseTendril } from "./release-tendril.ts";

/** A log that grows while it is closed is read again; its writers are gone, so twice is already rare. */
const triesMax = 5;
/** One far key must not make a row of the jobs table larger than DynamoDB's 400 KB. */
const missingMax = 10_000;

export interface CloseOptions {
  readonly clock?: Pick<Clock, "now">;
  readonly archive?: Archive;
}

/**
 * Closes a job whose execution is gone: ends what its writers left open, declares what the log misses, archives
 * `log.txt` and frees the target. Idempotent. Answers the row unchanged when it is closed already, when its status is
 * not terminal, or when it needs `recover` first.
 */
export async function closeJob(given: JobRow, options: CloseOptions = {}): Promise<JobRow> {
  const clock = options.clock ?? systemClock;
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const row = await getJob(given.id);
    if (row === undefined) return given;
    if (row.open === undefined || !isTerminal(row.status) || row.recovery_needed) return row;
    await endOpenSteps(row, "The writer of this step ended without closing it.", clock);
    const ended = (await getJob(row.id)) ?? row;
    await releaseTendril(ended, clock);
    const kept = options.archive ?? archive(readEnvironment(["artifactBucket"]).artifactBucket);
    const log = await archiveLog(ended, kept);
    const closed = await markClosed(ended, log, clock.now());
    if (closed !== undefined) {
      await publishJob(closed);
      return closed;
    }
  }
  throw new Error(`The log of ${given.id} grew during each of ${triesMax} tries to close it`);
}

async function archiveLog(
  row: JobRow,
  kept: Archive,
): Promise<{ missing: readonly string[]; sha256: string; archiveKey: string }> {
  const keys: string[] = [];
  async function* texts(): AsyncGenerator<string> {
    for await (const chunk of allChunks(row.id)) {
      keys.push(chunk.key);
      yield logText(chunk);
    }
  }
  const archiveKey = logArchiveKey(row.id);
  const { sha256 } = await kept.put(archiveKey, texts());
  return { missing: undeclaredHoles(keys, row.log_missing ?? new Set(), missingMax), sha256, archiveKey };
}
