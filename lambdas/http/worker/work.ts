import type { Work } from "../../contract/worker.ts";
import { deploymentOf } from "../../domain/deployment.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { runnerSteps } from "../../domain/runner-steps.ts";
import { stateKey } from "../../domain/state-key.ts";

/** What of the installation a runner has to know. */
export interface WorkSettings {
  readonly stateBucket: string;
  /** The platform's own region, where the state bucket is. */
  readonly stateRegion: string;
  readonly image: string;
  readonly trellisUrl: string;
  readonly logRetentionDays: number;
}

/** All that the runner of this job needs to run Terraform. */
export function workOf(row: JobRow, settings: WorkSettings): Work {
  const { name, region, cpu, memory, subnet_ids = null } = deploymentOf(row);
  return {
    template: "tendril",
    operation: row.type === "DESTROY_WORKER" ? "destroy" : "apply",
    region,
    variables: {
      tendril_id: row.target.id,
      name,
      cpu,
      memory,
      subnet_ids,
      image: settings.image,
      trellis_url: settings.trellisUrl,
      log_retention_days: settings.logRetentionDays,
      region,
    },
    state: { bucket: settings.stateBucket, key: stateKey(row.target), region: settings.stateRegion },
    steps: [...runnerSteps(row.type)],
    next_line: row.log_lines + 1,
  };
}
