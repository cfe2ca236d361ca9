import { limits } from "../../contract/limits.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { checkedForToken, type HeldJob, type TokenHolder } from "./worker-job.ts";

/** So many jobs' logs go through one instance at a time, at most. */
const rowsMax = 50;

/** A little longer than a runner that nobody watches lets pass from one request to the next. */
const quietMillis = limits.logFlushUnwatchedMillis + 500;

export interface KnownJob {
  readonly row: HeldJob;
  /** Nobody watched it when it was last seen, and it was quiet since: time enough for somebody to have come. */
  readonly mayBeWatched: boolean;
}

/**
 * The rows of the jobs that an instance stored logs of last, so that a running log need not be read about for each
 * request. A row from here is a guess: it may only be used where the write itself is fenced by what the guess said. Of a
 * lease no fence is needed, since an old row can only hold an earlier end.
 */
export class KnownJobs {
  readonly #seen = new Map<string, { readonly row: JobRow; readonly at: number }>();

  /** The job, if the holder still had it when it was last seen. */
  guess(id: string, holder: TokenHolder, now: Date): KnownJob | undefined {
    const seen = this.#seen.get(id);
    if (seen === undefined) return undefined;
    try {
      const row = checkedForToken(seen.row, holder, now);
      return { row, mayBeWatched: row.log_watchers === undefined && now.getTime() - seen.at > quietMillis };
    } catch {
      this.#seen.delete(id);
      return undefined;
    }
  }

  remember(row: JobRow, now: Date): void {
    this.#seen.delete(row.id);
    this.#seen.set(row.id, { row, at: now.getTime() });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > rowsMax && oldest !== undefined) this.#seen.delete(oldest);
  }
}
