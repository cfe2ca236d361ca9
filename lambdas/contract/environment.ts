import * as z from "zod";

/**
 * The environment of the Lambdas and of the agent's containers. A construct sets a variable by its name here and the
 * handler reads it through `readEnvironment`, so the two cannot drift apart.
 */
export const variables = {
  jobsTable: "JOBS_TABLE",
  jobLogsTable: "JOB_LOGS_TABLE",
  logHeadsTable: "LOG_HEADS_TABLE",
  locksTable: "LOCKS_TABLE",
  idempotencyTable: "IDEMPOTENCY_TABLE",
  tendrilsTable: "TENDRILS_TABLE",
  connectionsTable: "CONNECTIONS_TABLE",
  ticketsTable: "TICKETS_TABLE",
  cloudIdentitiesTable: "CLOUD_IDENTITIES_TABLE",
  cloudResourcesTable: "CLOUD_RESOURCES_TABLE",
  vinesTable: "VINES_TABLE",
  vineyardsTable: "VINEYARDS_TABLE",
  stateBucket: "STATE_BUCKET",
  artifactBucket: "ARTIFACT_BUCKET",
  /** JSON: `{<job type>: <state machine ARN>}`. */
  stateMachines: "STATE_MACHINES",
  platformCluster: "PLATFORM_CLUSTER",
  /** ARN of the secret whose whole string is the platform runner's token. */
  platformTokenSecret: "PLATFORM_TOKEN_SECRET",
  provisionerRole: "PROVISIONER_ROLE",
  stateRole: "STATE_ROLE",
  /** `wss://…/live`: clients connect there; the same with https is where connections are managed. */
  webSocketUrl: "WEBSOCKET_URL",
  apiUrl: "TRELLIS_URL",
  /** `iss` of the id tokens; keys at `<issuer>/.well-known/jwks.json`. */
  issuer: "AUTH_ISSUER",
  clientId: "AUTH_CLIENT_ID",
  /** `cognito:<hosted domain>`, or `local`. */
  authMode: "AUTH_MODE",
  /** Comma-separated origins that may open a WebSocket. */
  allowedOrigins: "ALLOWED_ORIGINS",
  version: "VINTNER_VERSION",
  tendrilImage: "TENDRIL_IMAGE",
  tendrilVersion: "TENDRIL_VERSION",
  /** How long CloudWatch keeps the log of a Tendril's container. */
  logRetentionDays: "LOG_RETENTION_DAYS",
  /** ARN of the secret from which the key is made that seals task tokens in the tables. */
  taskTokenKeySecret: "TASK_TOKEN_KEY_SECRET",
  /** ARN of the broker's role: what cloud identities trust, and the subject of its web identity tokens. */
  brokerRole: "BROKER_ROLE",
  /** Name of the broker's function, for those that ask it for an identity's credentials. */
  brokerFunction: "BROKER_FUNCTION",
  /** `iss` of the account's web identity tokens, which GCP and Azure verify. */
  webIdentityIssuer: "WEB_IDENTITY_ISSUER",
  /** Where the other clouds answer. Their clients have no standard variable for it, as AWS's have. */
  googleStsUrl: "GOOGLE_STS_URL",
  googleIamCredentialsUrl: "GOOGLE_IAM_CREDENTIALS_URL",
  googleComputeUrl: "GOOGLE_COMPUTE_URL",
  googleDnsUrl: "GOOGLE_DNS_URL",
  entraUrl: "ENTRA_URL",
  resourceManagerUrl: "RESOURCE_MANAGER_URL",
  /** Agent only. */
  jobId: "JOB_ID",
  workerId: "WORKER_ID",
  workerToken: "WORKER_TOKEN",
} as const;
export type VariableName = keyof typeof variables;

/** Reads the named variables; tells all that are missing in one error. */
export function readEnvironment<const Name extends VariableName>(
  names: readonly Name[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !source[variables[name]]).map((name) => variables[name]);
  if (missing.length > 0) throw new Error(`Not set in the environment: ${missing.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, source[variables[name]]])) as Record<Name, string>;
}

export const stateMachinesSchema = z.record(z.string(), z.string());
