import { randomBytes } from "node:crypto";
import { archive } from "../cloud/archive.ts";
import { executions } from "../cloud/executions.ts";
import { runnerTasks } from "../cloud/runner-task.ts";
import { sealOf } from "../cloud/seal.ts";
import { secrets } from "../cloud/secrets.ts";
import { stateLocks } from "../cloud/state-lock.ts";
import { taskTokens } from "../cloud/task-tokens.ts";
import { vineArchives } from "../cloud/vine-archives.ts";
import { readEnvironment } from "../contract/environment.ts";
import { systemClock } from "../trellis/clock.ts";
import { httpHandler } from "./handler.ts";
import { issuerKeys, personAuthenticator } from "./people/authenticate-person.ts";
import { peopleRoutes } from "./people/people-routes.ts";
import { publicConfig } from "./people/public-config.ts";

const environment = readEnvironment([
  "issuer",
  "clientId",
  "artifactBucket",
  "stateBucket",
  "platformCluster",
  "tendrilVersion",
  "allowedOrigins",
  "brokerRole",
  "webIdentityIssuer",
  "taskTokenKeySecret",
]);
const keys = issuerKeys(environment.issuer);

/** The API for people. */
export const handler = httpHandler({
  authenticate: personAuthenticator({ ...environment, keys, now: systemClock.now }),
  routes: peopleRoutes({
    clock: systemClock,
    executions: executions(),
    runnerTasks: runnerTasks(environment.platformCluster),
    taskTokens: taskTokens(environment.taskTokenKeySecret, secrets()),
    answerSeal: sealOf("vintner kept answer", environment.taskTokenKeySecret, secrets()),
    stateLocks: stateLocks(environment.stateBucket),
    archive: archive(environment.artifactBucket),
    vineArchives: vineArchives(environment.artifactBucket),
    platform: { brokerRole: environment.brokerRole, issuer: environment.webIdentityIssuer },
    config: publicConfig(),
    latestVersion: environment.tendrilVersion,
    allowedOrigins: environment.allowedOrigins.split(",").map((origin) => origin.trim()),
    checkIssuer: () => keys.reload(),
    newSecret: () => randomBytes(32).toString("base64url"),
  }),
});
