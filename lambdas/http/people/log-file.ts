import { openLogKey, type Archive } from "../../cloud/archive.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { logText } from "../../domain/log-text.ts";
import { readWholeLog } from "../../store/read-whole-log.ts";
import { plainText, redirect, type Answer } from "../answer.ts";

/** A Lambda's answer may have 6 MB as JSON, where every quote and tab of the text takes two bytes. */
const inlineMaxBytes = 4 * 1024 * 1024;

/**
 * `log.txt` of a job. Closed: a redirect to the archive, which is gzipped; a client that does not take gzip gets the
 * text itself as long as it fits into an answer. Open: the text as far as it may be read now; what does not fit is
 * put into the bucket as it stands, and the answer redirects there.
 */
export async function logFile(row: JobRow, archive: Archive, takesGzip: boolean): Promise<Answer> {
  if (row.log_archive_key !== undefined && takesGzip) return redirect(await archive.urlOf(row.log_archive_key));
  const text = await inlineText(row);
  if (text !== undefined) return plainText(text);
  if (row.log_archive_key !== undefined) return redirect(await archive.urlOf(row.log_archive_key));
  const key = openLogKey(row.id, row.log_last_key ?? "");
  await archive.put(key, texts(row));
  return redirect(await archive.urlOf(key));
}

/** The whole text, or undefined when it is too large for an answer. */
async function inlineText(row: JobRow): Promise<string | undefined> {
  const parts: string[] = [];
  let bytes = 0;
  for await (const text of texts(row)) {
    bytes += Buffer.byteLength(JSON.stringify(text));
    if (bytes > inlineMaxBytes) return undefined;
    parts.push(text);
  }
  return parts.join("");
}

async function* texts(row: JobRow): AsyncGenerator<string> {
  for await (const chunk of readWholeLog(row)) yield logText(chunk);
}
