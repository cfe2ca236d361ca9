import type { Job } from "../../lambdas/contract/job.ts";
import { jobTypeFacts } from "../../lambdas/contract/job-types.ts";
import type { Chunk } from "../../lambdas/contract/log.ts";
import type { TrellisClient } from "../client/trellis-client.ts";
import type { Screen } from "./screen.ts";

/** Shows a job's log as it is written, and answers the job once it is closed. */
export async function followJob(client: TrellisClient, created: Job, screen: Screen): Promise<Job> {
  screen.title(`${jobTypeFacts[created.type].label} ${created.target.name}`);
  const watcher = await client.watch(`job:${created.id}`);
  const shown = new Set<string>();
  const show = (chunks: readonly Chunk[]): void => {
    for (const chunk of chunks) {
      if (shown.has(chunk.key)) continue;
      shown.add(chunk.key);
      screen.log(chunk);
    }
  };
  try {
    show(await client.log(created.id));
    const stop = watcher.onMessage((message) => {
      if (message.type === "log") show(message.chunks);
      if (message.type === "job") screen.progress(message.job.progress);
    });
    const job = await client.closed(created.id);
    stop();
    show(await client.log(created.id));
    screen.progress(null);
    screen.end(job);
    return job;
  } finally {
    watcher.close();
  }
}

/** A job that must succeed for the demonstration to go on. */
export async function mustSucceed(client: TrellisClient, created: Job, screen: Screen): Promise<Job> {
  const job = await followJob(client, created, screen);
  if (job.status !== "SUCCESS") {
    throw new Error(`${jobTypeFacts[job.type].label} ended ${job.status}: ${job.error_message ?? "without a reason"}`);
  }
  return job;
}
