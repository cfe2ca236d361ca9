import { artifacts } from "../cloud/artifacts.ts";
import { secrets } from "../cloud/secrets.ts";
import { taskTokens } from "../cloud/task-tokens.ts";
import { readEnvironment } from "../contract/environment.ts";
import { systemClock } from "../trellis/clock.ts";
import { artifactRoutes } from "./worker/artifact-routes.ts";
import { postClaim } from "./worker/post-claim.ts";
import { postHeartbeat } from "./worker/post-heartbeat.ts";
import { postTicket } from "./worker/post-ticket.ts";
import { putProgress } from "./worker/put-progress.ts";
import { workerHandler } from "./worker/worker-handler.ts";

const environment = readEnvironment([
  "stateBucket",
  "artifactBucket",
  "tendrilImage",
  "tendrilVersion",
  "apiUrl",
  "taskTokenKeySecret",
  "logRetentionDays",
]);
const { stateBucket, artifactBucket, tendrilImage, tendrilVersion, apiUrl, taskTokenKeySecret } = environment;
const { now } = systemClock;
const settings = {
  stateBucket,
  // Set by Lambda; the state bucket lives where the platform does.
  stateRegion: process.env["AWS_REGION"] ?? "",
  image: tendrilImage,
  trellisUrl: apiUrl,
  logRetentionDays: Number(environment.logRetentionDays),
};

const waits = taskTokens(taskTokenKeySecret, secrets());
const kept = artifacts(artifactBucket);

/** What Tendrils and the platform runner call, but for the log and for credentials. */
export const handler = workerHandler([
  postHeartbeat({ now, latestVersion: tendrilVersion, taskTokens: waits }),
  postTicket({ now }),
  postClaim({ now, settings, artifacts: kept }),
  putProgress({ now, taskTokens: waits }),
  ...artifactRoutes({ now, artifacts: kept }),
]);
