import type { ErrorCode } from "../../../lambdas/contract/errors.ts";
import type { JobType } from "../../../lambdas/contract/job-types.ts";
import type { Answer, Script } from "./script.ts";

export interface Scenario extends Script {
  readonly type: JobType;
  readonly name: string;
}

/** Errors of the catalogue, and the two that ECS's integration raises. */
type ScenarioError = ErrorCode | "States.TaskFailed" | "AmazonECS.Unknown";
const failed = (error: ScenarioError): Answer => ({ error, cause: "as the script says" });
const answered = (result: unknown): Answer => ({ ok: result });

/** The good way of each machine, and the main ways in which a job fails, is cancelled, waits or is requeued. */
export const scenarios: readonly Scenario[] = [
  { type: "CONNECTION_TEST", name: "goes well" },
  {
    type: "CONNECTION_TEST",
    name: "of a GCP project",
    answers: { "Assume Identity": [answered({ provider: "gcp" })] },
  },
  {
    type: "CONNECTION_TEST",
    name: "cannot assume the role",
    answers: { "Assume Identity": [failed("ROLE_NOT_ASSUMABLE")] },
  },
  { type: "FETCH_RESOURCES", name: "goes well" },
  {
    type: "FETCH_RESOURCES",
    name: "of an Azure subscription, is cancelled",
    answers: {
      "Assume Identity": [answered({ provider: "azure" })],
      "Discover Resources": [failed("JOB_CANCELLED")],
    },
  },
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
  { type: "DEPLOY_WORKER", name: "cannot start", answers: { "Start Tendril": [failed("TENDRIL_START_FAILED")] } },
  { type: "UPDATE_WORKER", name: "goes well" },
  {
    type: "UPDATE_WORKER",
    name: "finds no newer release",
    answers: {
      "Update Task Definition": [failed("UP_TO_DATE")],
      "Settle Rollout": [failed("UP_TO_DATE")],
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
  { type: "PLAN", name: "goes well" },
  {
    type: "PLAN",
    name: "is requeued",
    answers: { "Run On Tendril": [failed("TENDRIL_LOST")], "Settle Run": [answered({ next: "requeue" })] },
  },
  {
    type: "PLAN",
    name: "is cancelled while it waits",
    answers: { "Run On Tendril": [failed("JOB_CANCELLED")], "Settle Run": [failed("JOB_CANCELLED")] },
  },
  {
    type: "PLAN",
    name: "fails in Terraform",
    answers: { "Settle Run": [failed("TERRAFORM_PLAN_FAILED")] },
  },
];
