import { VintnerError } from "../contract/errors.ts";
import { limits } from "../contract/limits.ts";
import { getLogHead, headOf } from "./log-heads.ts";
import { sendUpdate } from "./send-update.ts";
import { UpdateBuilder } from "./update-expression.ts";

const attribute = "log_watchers";

/**
 * From when this resolves, every chunk of an open job that is stored is pushed to the connection too: the head of the log
 * names who watches, and the write of a chunk is refused to a writer that knows other names. A connection that ends is
 * taken out by the first push that finds it gone. Throws UNAVAILABLE when so many watch already that the head would grow
 * too large.
 */
export async function addLogWatcher(jobId: string, connectionId: string): Promise<void> {
  const update = ofOpenJob().add(attribute, new Set([connectionId]));
  const name = update.name(attribute);
  const hasRoom = `size(${name}) < ${update.value(limits.logWatchersMax)}`;
  update.when(`attribute_not_exists(${name}) OR ${hasRoom} OR contains(${name}, ${update.value(connectionId)})`);
  if ((await sendUpdate({ ...headOf(jobId), ...update.build() })) !== undefined) return;
  // A closed job has no watchers.
  if ((await getLogHead(jobId)) === undefined) return;
  const detail = `${limits.logWatchersMax} connections follow this log already: read it page by page.`;
  throw new VintnerError("UNAVAILABLE", detail);
}

/** Does nothing where the connection was not a watcher, or the job is closed. */
export async function removeLogWatchers(jobId: string, connectionIds: readonly string[]): Promise<void> {
  const update = ofOpenJob().delete(attribute, new Set(connectionIds));
  await sendUpdate({ ...headOf(jobId), ...update.build() });
}

function ofOpenJob(): UpdateBuilder {
  const update = new UpdateBuilder();
  return update.when(`attribute_exists(${update.name("job_id")})`);
}
