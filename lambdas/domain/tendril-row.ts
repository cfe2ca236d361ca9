import type { DeployWorkerRequest } from "../contract/create-job.ts";

/** One running instance of a Tendril, as its last heartbeat told. During an update an old and a new one run at once. */
export interface TendrilInstance {
  readonly version: string;
  readonly draining: boolean;
  readonly job_id: string | null;
  readonly last_heartbeat_at: string;
}

/** What a Tendril is deployed with: the request of its DEPLOY_WORKER job. */
export type Deployment = Omit<DeployWorkerRequest, "type">;

/** A row of `tendrils`. */
export interface TendrilRow {
  readonly id: string;
  readonly name: string;
  readonly mode: "cloud-hosted" | "self-hosted";
  readonly region: string | null;
  readonly created_at: string;
  /** Made with its DEPLOY_WORKER job, shown only once registered. */
  readonly registered_at?: string;
  /** SHA-256 (hex) of its token. Without it no token is right. */
  readonly token_hash?: string;
  /** Of a cloud-hosted one. */
  readonly deployment?: Deployment;
  /** The open job for which it drains: its heartbeats wake that job. */
  readonly drain_job_id?: string;
  /** The instances that are to claim nothing more; all of them when it drains without this list. */
  readonly drain_instances?: readonly string[];
  /** What runs on it is interrupted. */
  readonly drain_force?: boolean;
  readonly instances: Readonly<Record<string, TendrilInstance>>;
}
