import { VintnerError } from "../../contract/errors.ts";
import { limits } from "../../contract/limits.ts";
import { appendLogSchema } from "../../contract/worker.ts";
import type { Chunk } from "../../contract/log.ts";
import { isCancelled } from "../../domain/is-cancelled.ts";
import { parseLogKey } from "../../domain/log-keys.ts";
import { runnerStep } from "../../domain/runner-steps.ts";
import { putChunks } from "../../store/job-logs.ts";
import { publishLog } from "../../trellis/publish-log.ts";
import { json } from "../answer.ts";
import { route, type Route } from "../route.ts";
import type { Worker } from "./authenticate.ts";
import { KnownJobs } from "./known-jobs.ts";
import { tokenHolder } from "./token-holder.ts";
import { workerJob, type HeldJob } from "./worker-job.ts";

/** A full request; JSON in JSON may need two bytes for one. */
const bodyMaxBytes = 2 * limits.chunksPerRequest * limits.chunkMaxBytes;

/** `POST /api/jobs/{id}/logs`: stored first, then pushed, so that nobody sees a line that may yet be lost. */
export function postLogs({ now }: { readonly now: () => Date }): Route<Worker> {
  const jobs = new KnownJobs();
  return route({
    method: "POST",
    path: "/api/jobs/{id}/logs",
    needs: "worker",
    body: appendLogSchema,
    maxBodyBytes: bodyMaxBytes,
    answer: async (request) => {
      const { attempt, chunks, missing = [] } = request.body;
      const id = request.params["id"] ?? "";
      const holder = tokenHolder(request, attempt);
      const read = () => workerJob(id, holder, now());
      const guess = jobs.guess(id, holder, now());
      const known = guess?.row ?? (await read());
      refuseForeign(known, chunks, missing);
      const fence = { attempt, jobTokenHash: known.job_token_hash };
      const source = { known, mayBeWatched: guess?.mayBeWatched, read };
      const row = await putChunks(id, fence, chunks, missing, source);
      jobs.remember(row, now());
      const watching = await publishLog(row, chunks);
      return json(202, { cancel: isCancelled(row), watched: watching > 0 });
    },
  });
}

/** A runner writes whole lines into its own steps; only the last chunk of a step may be empty. */
function refuseForeign(row: HeldJob, chunks: readonly Chunk[], missing: readonly string[]): void {
  chunks.forEach(({ key, text, last }, index) => {
    refuseForeignKey(row, key, `/chunks/${index}/key`);
    if (text === "" && last !== true) throw invalid(`/chunks/${index}/text`, "is empty");
  });
  missing.forEach((key, index) => refuseForeignKey(row, key, `/missing/${index}`));
}

function refuseForeignKey(row: HeldJob, key: string, pointer: string): void {
  if (runnerStep(row.type, parseLogKey(key).step) === undefined)
    throw invalid(pointer, "is of a step of the platform's");
}

function invalid(pointer: string, detail: string): VintnerError {
  return new VintnerError("INVALID_REQUEST", `${pointer} ${detail}`, { errors: [{ pointer, detail }] });
}
