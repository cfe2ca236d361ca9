import type { ExecutionMetadata, Job } from "../../../lambdas/contract/job.ts";
import type { Work } from "../../../lambdas/contract/worker.ts";
import type { AgentParts } from "../agent-parts.ts";
import type { StepLog } from "../log/step-log.ts";
import type { StopOrder } from "../stop-order.ts";
import type { AwsProfiles } from "../terraform/aws-profiles.ts";
import type { CredentialKeeper } from "./credential-keeper.ts";
import type { JobSession } from "./job-session.ts";

/** What a stage of a runner works with. */
export interface StageContext {
  readonly parts: AgentParts;
  readonly job: Job;
  readonly work: Work;
  readonly session: JobSession;
  readonly stop: StopOrder;
  readonly profiles: AwsProfiles;
  readonly credentials: CredentialKeeper;
  /** Where Terraform runs. */
  readonly folder: string;
  readonly onInterrupted: () => void;
}

/** Does one step and tells about it. Answers what it found out. */
export type Stage = (context: StageContext, log: StepLog) => Promise<Partial<ExecutionMetadata> | undefined>;
