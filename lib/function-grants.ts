import type { ArtifactBucket } from "./artifact-bucket.ts";
import type { Dashboard } from "./dashboard.ts";
import type { Functions } from "./functions.ts";
import type { HttpEndpoint } from "./http-endpoint.ts";
import type { JobMachines } from "./job-machines.ts";
import type { PlatformRunner } from "./platform-runner.ts";
import type { PlatformToken } from "./platform-token.ts";
import type { RealtimeEndpoint } from "./realtime-endpoint.ts";
import { releaseVersion } from "./release-version.ts";
import type { SignIn } from "./sign-in.ts";
import type { StateBucket } from "./state-bucket.ts";
import type { TableSet } from "./tables.ts";
import { grantTables } from "./tables.ts";
import type { TaskTokenKey } from "./task-token-key.ts";
import type { TendrilImage } from "./tendril-image.ts";
import { grantRevisions, grantSeeRollouts, grantTendrilServices } from "./tendril-services.ts";

export interface Parts {
  readonly tables: TableSet;
  readonly states: StateBucket;
  readonly artifacts: ArtifactBucket;
  readonly http: HttpEndpoint;
  readonly realtime: RealtimeEndpoint;
  readonly dashboard: Dashboard;
  readonly signIn: SignIn;
  readonly image: TendrilImage;
  readonly token: PlatformToken;
  readonly tokenKey: TaskTokenKey;
  readonly runner: PlatformRunner;
  readonly machines: JobMachines;
  readonly logRetentionDays: number;
}

/** What each function may do, and the routes that follow from it. Nobody may do anything that is not named here. */
export function grantFunctions(functions: Functions, parts: Parts): void {
  for (const handler of Object.values(functions)) parts.realtime.grantPublish(handler);
  grantPeople(functions, parts);
  grantWorkers(functions, parts);
  grantRealtime(functions, parts);
  grantSteps(functions, parts);
  grantEvents(functions, parts);
  grantWaits(functions, parts);
}

/** Those that may make happen what a step waits for. */
function grantWaits({ api, workerApi, tendrilSteps, events }: Functions, { tokenKey, machines }: Parts): void {
  for (const handler of [api, workerApi, tendrilSteps, events]) {
    tokenKey.grantRead(handler);
    machines.grantEndWaits(handler);
  }
}

function grantPeople({ api }: Functions, parts: Parts): void {
  const { tables, states, artifacts, http, dashboard, signIn, image, runner, machines } = parts;
  grantTables(api, tables, {
    writes: [
      "jobs",
      "jobLogs",
      "logHeads",
      "locks",
      "idempotency",
      "tendrils",
      "connections",
      "tickets",
      "vines",
      "vineyards",
    ],
  });
  machines.grantStart(api);
  runner.grantStop(api);
  states.grantLocks(api);
  artifacts.grantReadWrite(api);
  signIn.configure(api);
  dashboard.configureOrigins(api);
  image.configureVersion(api);
  http.configure(api);
  api.set("version", releaseVersion);
  http.serveAllElse(api);
}

function grantWorkers({ workerApi, ingest, broker }: Functions, parts: Parts): void {
  const { tables, states, artifacts, http, image, token, logRetentionDays } = parts;
  for (const handler of [workerApi, ingest, broker]) token.grantRead(handler);

  grantTables(workerApi, tables, {
    reads: ["cloudIdentities"],
    writes: ["jobs", "jobLogs", "logHeads", "tendrils", "connections", "tickets"],
  });
  artifacts.grantReadWrite(workerApi);
  states.configure(workerApi);
  image.configure(workerApi);
  workerApi.set("logRetentionDays", String(logRetentionDays));
  http.configure(workerApi);
  http.serve(workerApi, [
    "POST /api/tendrils/heartbeat",
    "POST /api/tendrils/ticket",
    "POST /api/jobs/claim",
    "PUT /api/jobs/{id}/progress",
    "GET /api/jobs/{id}/artifacts/{name}",
    "PUT /api/jobs/{id}/artifacts/{name}",
  ]);

  grantTables(ingest, tables, { reads: ["tendrils", "jobs"], writes: ["jobLogs", "logHeads", "connections"] });
  http.serve(ingest, ["POST /api/jobs/{id}/logs"]);

  grantTables(broker, tables, { reads: ["tendrils"], writes: ["jobs", "jobLogs", "logHeads", "connections"] });
  states.configure(broker);
  http.serve(broker, ["POST /api/jobs/{id}/credentials"]);
}

function grantRealtime({ realtime: handler }: Functions, { tables, dashboard, realtime }: Parts): void {
  grantTables(handler, tables, { reads: ["jobs", "logHeads"], writes: ["connections", "tickets"] });
  // Who watches a log is in its head.
  tables.logHeads.grant(handler, "dynamodb:UpdateItem");
  dashboard.configureOrigins(handler);
  realtime.serve(handler);
}

function grantSteps({ jobSteps, tendrilSteps }: Functions, { tables, image }: Parts): void {
  grantTables(jobSteps, tables, { writes: ["jobs", "jobLogs", "logHeads", "connections", "vines"] });
  grantTables(tendrilSteps, tables, { writes: ["jobs", "jobLogs", "logHeads", "tendrils", "connections"] });
  grantTendrilServices(tendrilSteps);
  grantRevisions(tendrilSteps);
  image.configure(tendrilSteps);
}

function grantEvents({ events }: Functions, { tables, artifacts, image, runner, machines }: Parts): void {
  grantTables(events, tables, { writes: ["jobs", "tendrils", "jobLogs", "logHeads", "locks", "connections"] });
  machines.grantExecutions(events);
  runner.grantStop(events);
  grantSeeRollouts(events);
  artifacts.grantReadWrite(events);
  image.configureVersion(events);
}
