import type { Job } from "../../../lambdas/contract/job.ts";
import { jobTypeFacts, type JobType } from "../../../lambdas/contract/job-types.ts";

/** How a cancel is told: of a job that runs Terraform, and of one whose steps are done by Trellis itself. */
interface StopWords {
  /** What the badge says until the job is proven to have stopped. */
  readonly waiting: string;
  /** What a cancel does, before it is asked for. */
  readonly before: string;
  /** What happens between the cancel and its effect, once it is under way. */
  readonly during: string;
  /** How it ended, when Terraform was interrupted and stopped by itself. */
  readonly interrupted: string;
  /** What was the case when nothing had to be interrupted. */
  readonly untouched: string;
}

const terraform: StopWords = {
  waiting: "Cancelling: waiting for Terraform to stop",
  before:
    "Terraform is interrupted once and finishes what it has begun, so that its state is saved. What is already made stays.",
  during: "Terraform was interrupted and is finishing what it had begun, so that its state is saved.",
  interrupted: "Terraform was interrupted, saved its state and stopped.",
  untouched: "Terraform was not running.",
};

const byType: Readonly<Partial<Record<JobType, StopWords>>> = {
  CONNECTION_TEST: {
    waiting: "Cancelling: waiting for the step to end",
    before: "It only reads, so nothing is left behind. What was found before is kept.",
    during: "The step that runs is ending.",
    interrupted: "It only read, so nothing is left behind.",
    untouched: "It only read, so nothing is left behind.",
  },
  UPDATE_WORKER: {
    waiting: "Cancelling: waiting for the step to end",
    before:
      "The new version is given up: the service goes back to the one that it had, and the Tendril goes on with it.",
    during: "The service is going back to the version that it had.",
    interrupted: "The Tendril goes on with the version that it had.",
    untouched: "The Tendril goes on with the version that it had.",
  },
  PLAN: {
    ...terraform,
    before: "Terraform is interrupted once and ends. A plan changes nothing, so nothing is left behind.",
    during: "Terraform was interrupted and is ending.",
    interrupted: "Terraform was interrupted and has ended. Nothing was changed.",
    untouched: "Terraform was not running. Nothing was changed.",
  },
  DESTROY_WORKER: {
    ...terraform,
    before:
      "Before Terraform runs, the Tendril just goes on. Terraform is interrupted once and finishes what it has begun, so that its state is saved. What is already destroyed stays destroyed.",
  },
};

export function stopWords(type: JobType): StopWords {
  const words = byType[type] ?? (type === "FETCH_RESOURCES" ? byType.CONNECTION_TEST : undefined);
  return words ?? terraform;
}

export function runsTerraform(type: JobType): boolean {
  return jobTypeFacts[type].runsOn !== "lambda";
}

/** How far Terraform had come, as far as it told: what it did is not taken back by a cancel. */
export function progressWords({ type, progress }: Pick<Job, "type" | "progress">): string | undefined {
  if (progress === null || progress.done === 0) return undefined;
  const { done, total } = progress;
  const count = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} resources`;
  const destroys = type === "DESTROY_WORKER" || type === "DESTROY";
  return destroys
    ? `${count} were destroyed; the others are still there.`
    : `${count} were made or changed; they stay until they are destroyed.`;
}
