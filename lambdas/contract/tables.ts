/** An index holds its keys and what it is told to, no more: a write that changes none of that costs it nothing. */
export interface IndexShape {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly holds?: readonly string[];
}

/** Keys and indexes of every table: the construct creates them from this, the store reads by it. */
export interface TableShape {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** Attribute with the epoch second after which DynamoDB may delete an item. */
  readonly expiresAt?: string;
  /** All keys are strings. */
  readonly indexes: Readonly<Record<string, IndexShape>>;
  /** Lives in the stack that outlives the application. */
  readonly keeps: boolean;
}

export const tables = {
  jobs: {
    name: "provision_jobs",
    partitionKey: "id",
    indexes: {
      /** Every job, newest last: `feed` is the constant `jobs`, `feed_key` is `<created_at>#<id>`. */
      by_time: { partitionKey: "feed", sortKey: "feed_key" },
      /** Sparse: `open` is the constant `open` until the job is closed. */
      by_open: { partitionKey: "open", sortKey: "feed_key" },
      /** Sparse: where a Tendril finds what it may claim, and what it has claimed (`domain/job-queue.ts`). */
      by_queue: { partitionKey: "queue", sortKey: "feed_key", holds: ["attempt", "started_at"] },
    },
    keeps: true,
  },
  jobLogs: { name: "provision_job_logs", partitionKey: "job_id", sortKey: "key", indexes: {}, keeps: true },
  /** One row for each open job: what fences the writes of its log, and sums it up. */
  logHeads: { name: "provision_job_log_heads", partitionKey: "job_id", indexes: {}, keeps: true },
  /** One row a held target (`target#<kind>#<id>`), with the job's id. */
  locks: { name: "locks", partitionKey: "lock_key", indexes: {}, keeps: true },
  idempotency: {
    name: "idempotency_keys",
    partitionKey: "idempotency_key",
    expiresAt: "expires_at",
    indexes: {},
    keeps: false,
  },
  /** Tendrils by id, and one row `name#<name>` for each taken name. */
  tendrils: { name: "tendrils", partitionKey: "id", indexes: {}, keeps: true },
  cloudIdentities: { name: "cloud_identities", partitionKey: "id", indexes: {}, keeps: true },
  /**
   * By id, and one row `name#<vineyard id>#<project_name>#<environment_stage>` for each taken name. A vine names its
   * vineyard and its identity; the identity's row names its vines.
   */
  vines: { name: "vines", partitionKey: "id", indexes: {}, keeps: true },
  /** By id, and one row `name#<name>` for each taken name. */
  vineyards: { name: "vineyards", partitionKey: "id", indexes: {}, keeps: true },
  /** What was discovered: one sort key `<job id>#<kind>#<part>` a part of a list, gzipped. */
  cloudResources: {
    name: "cloud_resources",
    partitionKey: "cloud_identity_id",
    sortKey: "part",
    indexes: {},
    keeps: false,
  },
  /** Who is connected and what they subscribed to: sort key `#` is the connection itself, else a topic. */
  connections: {
    name: "realtime_connections",
    partitionKey: "connection_id",
    sortKey: "topic",
    expiresAt: "expires_at",
    indexes: { by_topic: { partitionKey: "topic", sortKey: "connection_id" } },
    keeps: false,
  },
  tickets: {
    name: "realtime_tickets",
    partitionKey: "ticket_hash",
    expiresAt: "expires_at",
    indexes: {},
    keeps: false,
  },
} as const satisfies Record<string, TableShape>;
export type TableName = keyof typeof tables;
