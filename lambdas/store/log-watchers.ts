import { jobUpdate, sendJobUpdate } from "./jobs.ts";

const attribute = "log_watchers";

/**
 * From when this resolves, every chunk of an open job that is stored is pushed to the connection too: the job's row names
 * who watches, and the write of a chunk is refused to a writer that knows other names.
 */
export async function addLogWatcher(jobId: string, connectionId: string): Promise<void> {
  await sendJobUpdate(jobId, jobUpdate({ when: { notClosed: true } }).add(attribute, new Set([connectionId])));
}

/** Does nothing where the connection was not a watcher, or the job is closed. */
export async function removeLogWatchers(jobId: string, connectionIds: readonly string[]): Promise<void> {
  await sendJobUpdate(jobId, jobUpdate({ when: { notClosed: true } }).delete(attribute, new Set(connectionIds)));
}
