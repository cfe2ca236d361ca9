import { limits } from "../contract/limits.ts";
import { encodedBytes, type Chunk } from "../contract/log.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import { linesOf, logKey, parseLogKey } from "../domain/log-keys.ts";
import { missingKeys } from "../domain/present-job.ts";
import { getJob } from "../store/jobs.ts";
import { lastChunkOf, putChunks } from "../store/job-logs.ts";
import { systemClock, type Clock } from "./clock.ts";
import { publishLog } from "./publish-log.ts";

/** Writes the platform's own words into one step of a job. One writer at a time; await each call. */
export interface SystemLog {
  /** The step had its last chunk before this writer came. */
  readonly isEnded: boolean;
  say(line: string): Promise<void>;
  /** Writes the step's last chunk, with a closing line if one is given. */
  end(line?: string): Promise<void>;
}

/**
 * A writer of SYSTEM lines in a step of the given attempt (the job's own unless told). It goes on after the highest key
 * of the step, so a retried state, or the closer of a dead runner, can use it.
 */
export async function systemLog(
  job: Pick<JobRow, "id" | "attempt">,
  stepNumber: number,
  clock: Pick<Clock, "now"> = systemClock,
  attempt = job.attempt,
): Promise<SystemLog> {
  const [found, last] = await Promise.all([getJob(job.id), lastChunkOf(job.id, stepKey(attempt, stepNumber))]);
  let row = found;
  const step = stepKey(attempt, stepNumber);
  const declared = row === undefined ? [] : missingKeys(row).filter((key) => key.startsWith(`${step}.`));
  let n = Math.max(0, ...[last?.key, ...declared].map((key) => (key === undefined ? 0 : parseLogKey(key).n)));
  let line = (row?.log_lines ?? 0) + 1;

  const write = async (text: string, isLast: boolean): Promise<void> => {
    const chunk: Chunk = {
      key: logKey({ attempt, step: stepNumber, n: n + 1 }),
      stream: "SYSTEM",
      text,
      at: clock.now().toISOString(),
      line,
      ...(isLast && { last: true }),
    };
    row = await putChunks(job.id, { attempt: job.attempt }, [chunk], [], { known: row });
    n += 1;
    line += linesOf(text).length;
    await publishLog(row, [chunk]);
  };
  return {
    isEnded: last?.last === true,
    say: (words) => write(oneLine(words), false),
    end: (words) => write(words === undefined ? "" : oneLine(words), true),
  };
}

/** One line, whatever an error message holds, no longer than a line may be. */
function oneLine(words: string): string {
  let line = words
    .toWellFormed()
    .replaceAll(/[\r\n]+/g, " ")
    .slice(0, limits.lineMaxBytes);
  while (encodedBytes(line) > limits.lineMaxBytes) line = line.slice(0, Math.floor(line.length / 2)).toWellFormed();
  return `${line}\n`;
}
