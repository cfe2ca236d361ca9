import { VintnerError } from "../contract/errors.ts";
import { limits } from "../contract/limits.ts";
import { getJob, jobUpdate, sendJobUpdate } from "./jobs.ts";

const attribute = "log_watchers";

/**
 * From when this resolves, every chunk of an open job that is stored is pushed to the connection too: the job's row names
 * who watches, and the write of a chunk is refused to a writer that knows other names. A connection that ends is taken out
 * by the first push that finds it gone. Throws UNAVAILABLE when so many watch already that the row would grow too large.
 */
export async function addLogWatcher(jobId: string, connectionId: string): Promise<void> {
  const update = jobUpdate({ when: { notClosed: true } }).add(attribute, new Set([connectionId]));
  const name = update.name(attribute);
  const hasRoom = `size(${name}) < ${update.value(limits.logWatchersMax)}`;
  update.when(`attribute_not_exists(${name}) OR ${hasRoom} OR contains(${name}, ${update.value(connectionId)})`);
  if ((await sendJobUpdate(jobId, update)) !== undefined) return;
  // A closed job has no watchers.
  if ((await getJob(jobId))?.log_watchers === undefined) return;
  const detail = `${limits.logWatchersMax} connections follow this log already: read it page by page.`;
  throw new VintnerError("UNAVAILABLE", detail);
}

/** Does nothing where the connection was not a watcher, or the job is closed. */
export async function removeLogWatchers(jobId: string, connectionIds: readonly string[]): Promise<void> {
  await sendJobUpdate(jobId, jobUpdate({ when: { notClosed: true } }).delete(attribute, new Set(connectionIds)));
}
