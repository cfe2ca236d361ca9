/** One running instance of a Tendril, as its last heartbeat told. During an update an old and a new one run at once. */
export interface TendrilInstance {
  readonly version: string;
  readonly draining: boolean;
  readonly job_id: string | null;
  readonly last_heartbeat_at: string;
}

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
  /** Asked to stop claiming: its heartbeat's answer says so. */
  readonly drain_requested?: boolean;
  readonly instances: Readonly<Record<string, TendrilInstance>>;
}
