import type { Job } from "../contract/job.ts";
import { topics } from "../contract/realtime.ts";
import { onlineOf, waitingFor, waitingForAny } from "../domain/await-tendril.ts";
import { queueOf } from "../domain/job-queue.ts";
import type { JobRow } from "../domain/job-row.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { changeJob } from "../store/jobs.ts";
import { getTendril, listTendrils } from "../store/tendrils.ts";
import type { Clock } from "./clock.ts";
import { publish } from "./publish.ts";
import { publishJob } from "./publish-job.ts";

/** How things stand with a job that is to run on a Tendril. */
export interface Outlook {
  readonly waiting: NonNullable<Job["waiting"]>;
  /** Who may take it and is online. */
  readonly tendrils: readonly TendrilRow[];
  /** The Tendril that was asked for; of one that was removed meanwhile the job is any Tendril's. */
  readonly asked: Pick<TendrilRow, "id" | "name"> | undefined;
}

export async function lookForTendril({ tendril_id: id }: JobRow, { now }: Pick<Clock, "now">): Promise<Outlook> {
  const asked = id === null ? undefined : await getTendril(id);
  if (asked !== undefined) return { waiting: waitingFor(asked, now()), tendrils: onlineOf([asked], now()), asked };
  const tendrils = onlineOf(await listTendrils(), now());
  return { waiting: waitingForAny(tendrils, now()), tendrils, asked };
}

/** Puts a job that waits into its queue and shows why it waits. Nothing happens when it was claimed or moved meanwhile. */
export async function enqueue(row: JobRow, { waiting, asked }: Outlook): Promise<void> {
  const tendril_id = asked?.id ?? null;
  const queue = queueOf(tendril_id);
  if (row.queue === queue && row.tendril_id === tendril_id && row.waiting?.detail === waiting.detail) return;
  const changed = await changeJob(row.id, {
    set: { waiting, queue, tendril_id, tendril_name: asked?.name ?? null },
    when: {
      ...{ status: ["QUEUED"], attempt: row.attempt, notClosed: true, present: ["wait"] },
      equals: { tendril_id: row.tendril_id },
    },
  });
  if (changed !== undefined) await publishJob(changed);
}

/** Tells Tendrils that there is something to claim; whom it does not reach asks by itself with each heartbeat. */
export async function callTendrils(tendrils: readonly TendrilRow[]): Promise<void> {
  await Promise.all(tendrils.map(({ id }) => publish(topics.tendril(id), { type: "work_available" })));
}
