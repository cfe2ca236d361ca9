import type { JobRow } from "../../domain/job-row.ts";
import { checkedForToken, type HeldJob, type TokenHolder } from "./worker-job.ts";

/** So many jobs' logs go through one instance at a time, at most. */
const rowsMax = 50;

/**
 * The rows of the jobs that an instance stored logs of last, so that a running log need not be read about for each
 * request. A row from here is a guess: it may only be used where the write itself is fenced by what the guess said. Of a
 * lease no fence is needed, since an old row can only hold an earlier end.
 */
export class KnownJobs {
  readonly #rows = new Map<string, JobRow>();

  /** The row, if the holder still had the job when it was last seen. */
  guess(id: string, holder: TokenHolder, now: Date): HeldJob | undefined {
    const row = this.#rows.get(id);
    if (row === undefined) return undefined;
    try {
      return checkedForToken(row, holder, now);
    } catch {
      this.#rows.delete(id);
      return undefined;
    }
  }

  remember(row: JobRow): void {
    this.#rows.delete(row.id);
    this.#rows.set(row.id, row);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > rowsMax && oldest !== undefined) this.#rows.delete(oldest);
  }
}
