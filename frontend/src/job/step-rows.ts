import type { JobEvent, Step } from "../../../lambdas/contract/job.ts";
import { jobTypeFacts, reportStepNumber } from "../../../lambdas/contract/job-types.ts";
import { isTerminal } from "../job-status.ts";
import type { Tone } from "../parts/status-mark.tsx";

export interface StepRow {
  /** Id of its log section. */
  readonly section: string;
  readonly number: number;
  readonly name: string;
  readonly tone: Tone;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface AttemptRows {
  readonly attempt: number;
  readonly rows: readonly StepRow[];
}

/** The steps that ran, attempt by attempt, and those of the last attempt that are still to come or never came. */
export function attemptRows(job: Pick<JobEvent, "type" | "status" | "attempt" | "steps" | "closed_at">): AttemptRows[] {
  const attempts = new Set([...job.steps.map((step) => step.attempt), job.attempt]);
  return [...attempts]
    .toSorted((a, b) => a - b)
    .map((attempt) => ({ attempt, rows: attempt === job.attempt ? withComing(job) : ranIn(job, attempt) }));
}

type StepsOf = Parameters<typeof attemptRows>[0];

function ranIn(job: StepsOf, attempt: number): StepRow[] {
  return job.steps
    .filter((step) => step.attempt === attempt)
    .toSorted((a, b) => a.number - b.number)
    .map((step) => rowOf(step, isOver(job, step)));
}

/** The report itself makes the status final, and goes on until the job is closed. */
function isOver({ attempt, status, closed_at }: StepsOf, step: Step): boolean {
  if (step.attempt < attempt || closed_at !== null) return true;
  return isTerminal(status) && step.number !== reportStepNumber;
}

function withComing(job: StepsOf): StepRow[] {
  const ran = ranIn(job, job.attempt);
  const numbers = new Set(ran.map((row) => row.number));
  const all = ["Begin", ...jobTypeFacts[job.type].steps].map((name, number) => ({ name, number }));
  all.push({
    name: job.status === "FAILED" || job.status === "CANCELLED" ? "Report Failure" : "Report Results",
    number: reportStepNumber,
  });
  const coming = all
    .filter(({ number }) => !numbers.has(number))
    .map(({ name, number }): StepRow => ({
      section: sectionId(job.attempt, number),
      number,
      name,
      tone: "pending",
      startedAt: null,
      endedAt: null,
    }));
  return [...ran, ...coming].toSorted((a, b) => a.number - b.number);
}

/** A step without an end that is over was cut off. */
function rowOf(step: Step, over: boolean): StepRow {
  return {
    section: sectionId(step.attempt, step.number),
    number: step.number,
    name: step.name,
    tone:
      step.ended_at === null
        ? over
          ? "cancelled"
          : "running"
        : step.ok === true
          ? "success"
          : step.ok === false
            ? "failed"
            : "cancelled",
    startedAt: step.started_at,
    endedAt: step.ended_at,
  };
}

function sectionId(attempt: number, number: number): string {
  return `${String(attempt).padStart(2, "0")}.${String(number).padStart(2, "0")}`;
}
