import { VintnerError } from "../contract/errors.ts";
import { jobTypeFacts, stepNumber } from "../contract/job-types.ts";
import { topics } from "../contract/realtime.ts";
import { jobErrorOf } from "../domain/caught-error.ts";
import { chooseTendril } from "../domain/choose-tendril.ts";
import { queueOf } from "../domain/job-queue.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import type { CaughtError } from "../domain/run-end.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { changeJob, existingJob, getJob, listOpenJobs } from "../store/jobs.ts";
import { getTendril, listTendrils } from "../store/tendrils.ts";
import type { Clock } from "../trellis/clock.ts";
import { publish } from "../trellis/publish.ts";
import { publishJob } from "../trellis/publish-job.ts";
import { runStep } from "../trellis/run-step.ts";
import { systemLog, type SystemLog } from "../trellis/system-log.ts";
import { endWaitingStep } from "../trellis/wait-for-token.ts";
import { drainEnd } from "./drain-tendril.ts";

export interface Requeued {
  /** A self-hosted Tendril has nothing that Terraform could destroy. */
  readonly next: "destroy" | "deregister";
}

/**
 * Settles the drain before it, then hands the QUEUED jobs that are assigned to the Tendril to others that are online.
 * Throws what ended the drain when that was no success.
 */
export async function requeueJobs(jobId: string, caught: CaughtError, clock: Pick<Clock, "now">): Promise<Requeued> {
  await settleDrain(jobId, caught, clock);
  const row = await getJob(jobId);
  const tendril = row && (await getTendril(row.target.id));
  await runStep(jobId, "Requeue Jobs", (job, log) => handOver(job, log, clock), clock);
  return { next: tendril?.mode === "self-hosted" ? "deregister" : "destroy" };
}

async function settleDrain(jobId: string, caught: CaughtError, clock: Pick<Clock, "now">): Promise<void> {
  const row = await existingJob(jobId);
  const { Error: error = "none" } = caught;
  if (error === "none") {
    const line = await drainEnd(row.target.id, row.target.name, clock.now());
    return endWaitingStep(row, { name: "Drain Tendril", ok: true, line }, clock);
  }
  const { code, message } = drainError(row, caught);
  await endWaitingStep(row, { name: "Drain Tendril", ok: false, line: message }, clock);
  throw new VintnerError(code, message);
}

function drainError(row: JobRow, caught: CaughtError) {
  if (caught.Error !== "States.Timeout") return jobErrorOf(caught);
  const message = `Tendril ${row.target.name} still runs a job. Cancel that job, or destroy with force`;
  return { code: "DRAIN_FAILED", message } as const;
}

async function handOver({ target: from }: JobRow, log: SystemLog, clock: Pick<Clock, "now">): Promise<string | void> {
  const open = (await listOpenJobs()).filter(isQueuedForTendril);
  const queued = new Map<string, number>();
  for (const { tendril_id: id } of open) if (id !== null) queued.set(id, (queued.get(id) ?? 0) + 1);
  const jobs = open.filter(({ tendril_id }) => tendril_id === from.id);
  if (jobs.length === 0) return `No job waits for Tendril ${from.name}`;
  const tendrils = await listTendrils();
  for (const job of jobs) {
    const to = chooseTendril(tendrils, from.id, queued, clock.now());
    if (!(await assign(job, from, to, clock))) continue;
    if (to !== undefined) queued.set(to.id, (queued.get(to.id) ?? 0) + 1);
    const where = to === undefined ? "waits for any Tendril: no other one is online" : `goes to Tendril ${to.name}`;
    await log.say(`Job ${job.id} (${jobTypeFacts[job.type].label} ${job.target.name}) ${where}`);
  }
}

function isQueuedForTendril({ type, status }: JobRow): boolean {
  return status === "QUEUED" && jobTypeFacts[type].runsOn === "tendril";
}

/** False when the job was claimed, cancelled or handed over meanwhile. */
async function assign(
  job: JobRow,
  from: JobRow["target"],
  to: TendrilRow | undefined,
  clock: Pick<Clock, "now">,
): Promise<boolean> {
  const detail = `Handed over from Tendril ${from.name}, which is being destroyed, to ${to?.name ?? "any that comes online"}`;
  const assigned = await changeJob(job.id, {
    set: {
      ...(job.queue !== undefined && { queue: queueOf(to?.id ?? null) }),
      tendril_id: to?.id ?? null,
      tendril_name: to?.name ?? null,
      waiting: { code: to === undefined ? "NO_TENDRIL" : "HANDED_OVER", detail },
    },
    when: { status: ["QUEUED"], attempt: job.attempt, notClosed: true, equals: { tendril_id: from.id } },
  });
  if (assigned === undefined) return false;
  await sayInWait(assigned, detail, clock);
  await publishJob(assigned);
  if (to !== undefined) await publish(topics.tendril(to.id), { type: "work_available" });
  return true;
}

/** Into the log of the job itself, in the step in which it waits: nobody else writes there meanwhile. */
async function sayInWait(job: JobRow, line: string, clock: Pick<Clock, "now">): Promise<void> {
  const number = stepNumber(job.type, "Await Tendril");
  const step = job.steps[stepKey(job.attempt, number)];
  if (step?.ended_at !== null) return;
  await (await systemLog(job, number, clock)).say(line);
}
