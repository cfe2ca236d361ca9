import type { Artifacts } from "../../cloud/artifacts.ts";
import type { Work } from "../../contract/worker.ts";
import { deploymentOf } from "../../domain/deployment.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { runnerSteps } from "../../domain/runner-steps.ts";
import { stateKey } from "../../domain/state-key.ts";
import { vineWork, type OwnWork } from "./vine-work.ts";

/** What of the installation a runner has to know. */
export interface WorkSettings {
  readonly stateBucket: string;
  /** The platform's own region, where the state bucket is. */
  readonly stateRegion: string;
  readonly image: string;
  readonly trellisUrl: string;
  readonly logRetentionDays: number;
}

/** All that the runner of this job needs to run Terraform. The address of an archive is made anew each time. */
export async function workOf(
  row: JobRow,
  settings: WorkSettings,
  artifacts: Pick<Artifacts, "urlToRead">,
): Promise<Work> {
  return {
    ...(row.target.kind === "vine" ? await vineWork(row, artifacts) : tendrilWork(row, settings)),
    state: { bucket: settings.stateBucket, key: stateKey(row.target), region: settings.stateRegion },
    steps: [...runnerSteps(row.type)],
    next_line: row.log_lines + 1,
  };
}

/** The template tags what it makes by itself. */
function tendrilWork(row: JobRow, settings: WorkSettings): OwnWork {
  const { name, region, cpu, memory, subnet_ids = null } = deploymentOf(row);
  return {
    source: { kind: "template", name: "tendril" },
    tags: {},
    identity: null,
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
  };
}
