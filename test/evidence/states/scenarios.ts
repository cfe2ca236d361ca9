import type { JobType } from "../../../lambdas/contract/job-types.ts";
import type { Answer, Script } from "./script.ts";

export interface Scenario extends Script {
  readonly type: JobType;
  readonly name: string;
}

const failed = (error: string): Answer => ({ error, cause: "as the script says" });
const answered = (result: unknown): Answer => ({ ok: result });

/** The good way of each machine, and the main ways in which a job fails, is cancelled, waits or is requeued. */
export const scenarios: readonly Scenario[] = [
  ...(["CONNECTION_TEST", "FETCH_RESOURCES"] as const).flatMap((type): Scenario[] => [
    { type, name: "goes well" },
    { type, name: "of a GCP project", answers: { "Assume Identity": [answered({ provider: "gcp" })] } },
    { type, name: "of an Azure subscription", answers: { "Assume Identity": [answered({ provider: "azure" })] } },
    { type, name: "cannot assume the role", answers: { "Assume Identity": [failed("ASSUME_ROLE_DENIED")] } },
    { type, name: "is cancelled", answers: { "Discover Resources": [failed("JOB_CANCELLED")] } },
  ]),
  { type: "DEPLOY_WORKER", name: "goes well" },
  { type: "DEPLOY_WORKER", name: "is over before it began", answers: { Begin: [failed("JOB_CANCELLED")] } },
  {
    type: "DEPLOY_WORKER",
    name: "is cancelled while Terraform runs",
    answers: { "Run Terraform": [failed("States.TaskFailed")], "Settle Run": [failed("JOB_CANCELLED")] },
  },
  {
    type: "DEPLOY_WORKER",
    name: "is requeued",
    answers: { "Run Terraform": [failed("States.TaskFailed")], "Settle Run": [answered({ next: "requeue" })] },
  },
  {
    type: "DEPLOY_WORKER",
    name: "waits for capacity",
    answers: { "Run Terraform": [failed("AmazonECS.Unknown"), failed("AmazonECS.Unknown")] },
  },
  {
    type: "DEPLOY_WORKER",
    name: "finds no capacity in time",
    answers: { "Run Terraform": [failed("AmazonECS.Unknown")], "Wait For Capacity": [failed("NO_CAPACITY")] },
  },
  { type: "DEPLOY_WORKER", name: "cannot start", answers: { "Start Tendril": [failed("WORKER_NOT_STARTED")] } },
  { type: "UPDATE_WORKER", name: "goes well" },
  {
    type: "UPDATE_WORKER",
    name: "finds no newer release",
    answers: {
      "Update Task Definition": [failed("TENDRIL_OFFLINE")],
      "Settle Rollout": [failed("TENDRIL_OFFLINE")],
    },
  },
  {
    type: "UPDATE_WORKER",
    name: "is rolled back",
    answers: { "Await Rollout": [failed("ROLLOUT_FAILED")], "Settle Rollout": [failed("ROLLOUT_FAILED")] },
  },
  { type: "DESTROY_WORKER", name: "goes well" },
  {
    type: "DESTROY_WORKER",
    name: "of a self-hosted Tendril",
    answers: { "Requeue Jobs": [answered({ next: "deregister" })] },
  },
  {
    type: "DESTROY_WORKER",
    name: "is cancelled while it drains",
    answers: { "Drain Tendril": [failed("JOB_CANCELLED")], "Requeue Jobs": [failed("JOB_CANCELLED")] },
  },
  {
    type: "DESTROY_WORKER",
    name: "is requeued",
    answers: { "Run Terraform": [failed("States.TaskFailed")], "Settle Run": [answered({ next: "requeue" })] },
  },
];
