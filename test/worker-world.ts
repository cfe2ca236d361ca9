import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { STSServiceException } from "@aws-sdk/client-sts";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { AssumeRoleRequest } from "../lambdas/cloud/assume-role.ts";
import type { ServerMessage } from "../lambdas/contract/realtime.ts";
import type { ProgressReport } from "../lambdas/contract/worker.ts";
import { hashToken } from "../lambdas/domain/tokens.ts";
import { httpHandler } from "../lambdas/http/handler.ts";
import { artifactRoutes } from "../lambdas/http/worker/artifact-routes.ts";
import { authenticate } from "../lambdas/http/worker/authenticate.ts";
import { platformToken } from "../lambdas/http/worker/platform-token.ts";
import { postClaim } from "../lambdas/http/worker/post-claim.ts";
import { postCredentials } from "../lambdas/http/worker/post-credentials.ts";
import { postHeartbeat } from "../lambdas/http/worker/post-heartbeat.ts";
import { postLogs } from "../lambdas/http/worker/post-logs.ts";
import { postTicket } from "../lambdas/http/worker/post-ticket.ts";
import { putProgress } from "../lambdas/http/worker/put-progress.ts";
import { changeTendril } from "../lambdas/store/tendrils.ts";
import { startDynamoDb } from "./dynamodb.ts";
import { testWaits } from "./test-waits.ts";
import { at, givenJob } from "./given-job.ts";

/** The worker's side of the API on real tables: every route, a clock to set, and what was pushed and assumed. */
export const world = {
  seconds: 0,
  pushed: [] as ServerMessage[],
  assumed: [] as AssumeRoleRequest[],
  /** The role whose trust policy does not let us in. */
  refuses: "",
  waits: testWaits(),
};
const now = () => at(world.seconds);
const secret = "platform-token";

export const settings = {
  stateBucket: "states",
  stateRegion: "eu-west-1",
  image: "image",
  version: "1.0.0",
  trellisUrl: "http://trellis",
  logRetentionDays: 30,
  provisionerRole: "arn:aws:iam::123456789012:role/vintner-provisioner",
  stateRole: "arn:aws:iam::123456789012:role/vintner-state",
  brokerRole: "arn:aws:iam::123456789012:role/vintner-broker",
};

const assumeRole = async (request: AssumeRoleRequest) => {
  world.assumed.push(request);
  if (request.roleArn === world.refuses) {
    throw new STSServiceException({ name: "AccessDenied", $fault: "client", $metadata: {}, message: "not authorized" });
  }
  const name = request.roleArn.split("/")[1];
  const credentials = {
    access_key_id: `key-${name}`,
    secret_access_key: "s",
    session_token: "t",
    expires_at: at(3600).toISOString(),
  };
  return { arn: request.roleArn, credentials };
};

const artifacts = {
  urlToRead: async (key: string) => `https://bucket.test/${key}?read`,
  urlToWrite: async (key: string) => `https://bucket.test/${key}?write`,
};

const token = platformToken("secret", { read: async () => secret, write: async () => {} }, now);
const call = httpHandler({
  authenticate: (headers) => authenticate(headers, token),
  routes: [
    postHeartbeat({ now, latestVersion: "1.0.0", taskTokens: world.waits }),
    postTicket({ now }),
    postClaim({ now, settings, artifacts }),
    putProgress({ now, taskTokens: world.waits }),
    postLogs({ now }),
    postCredentials({ now, settings, assumeRole }),
    ...artifactRoutes({ now, artifacts }),
  ],
});

export interface Headers {
  readonly worker?: string;
  readonly token?: string;
  readonly jobToken?: string;
}

export async function send(method: string, path: string, body: unknown, headers: Headers = {}) {
  const event = {
    rawPath: path,
    isBase64Encoded: false,
    headers: {
      "x-worker-id": headers.worker ?? "platform",
      "x-worker-token": headers.token ?? secret,
      ...(headers.jobToken !== undefined && { "x-job-token": headers.jobToken }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    requestContext: { requestId: "r", http: { method } },
  };
  // The wrapper reads these members of an event and no other.
  const answer = await call(event as unknown as APIGatewayProxyEventV2);
  // What a test expects of a body stands in the test.
  // oxlint-disable-next-line typescript/no-explicit-any
  const parsed: any = answer.body === undefined ? undefined : JSON.parse(answer.body);
  return { status: answer.statusCode, body: parsed };
}

export const claim = (jobId: string, requestId: string = randomUUID()) =>
  send("POST", "/api/jobs/claim", { request_id: requestId, job_id: jobId });

const chunk = (n: number, text: string, more: object = {}) => ({
  key: `01.03.${String(n).padStart(8, "0")}`,
  stream: "STDOUT" as const,
  text,
  at: at(world.seconds).toISOString(),
  line: n,
  ...more,
});

/** A job that the platform runner has claimed. */
export async function running() {
  const { id } = await givenJob({ status: "PROCESSING" });
  const { body } = await claim(id);
  const jobToken: string = body.job_token;
  return {
    id,
    jobToken,
    chunk,
    progress: (report: Partial<ProgressReport>, with_: Headers = { jobToken }) =>
      send("PUT", `/api/jobs/${id}/progress`, { attempt: 1, ...report }, with_),
    logs: (chunks: readonly unknown[], more: object = {}) =>
      send("POST", `/api/jobs/${id}/logs`, { attempt: 1, chunks, ...more }, { jobToken }),
    credentials: (with_: Headers = { jobToken }) => send("POST", `/api/jobs/${id}/credentials`, { attempt: 1 }, with_),
    heartbeat: (attempt = 1) =>
      send("POST", "/api/tendrils/heartbeat", {
        version: "1.0.0",
        instance_id: "i",
        draining: false,
        job: { id, attempt },
      }),
  };
}

export async function givenTendril(worker = randomUUID()) {
  const { target } = await givenJob();
  await changeTendril(target.id, { set: { token_hash: hashToken(worker), registered_at: at(0).toISOString() } });
  const who = { worker: target.id, token: worker };
  const heartbeat = (body: object = {}) =>
    send("POST", "/api/tendrils/heartbeat", { version: "1.0.0", instance_id: "a", draining: false, ...body }, who);
  return { id: target.id, who, heartbeat };
}

/** Starts the tables and a server that takes what is pushed; a connection whose id starts with `gone` is gone. */
export async function startWorld(): Promise<{ stop(): Promise<void> }> {
  const connections = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const gone = request.url?.includes("gone") === true;
      if (!gone) world.pushed.push(JSON.parse(body));
      response.writeHead(gone ? 410 : 200, gone ? { "x-amzn-errortype": "GoneException" } : {}).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(connections, "listening");
  const tables = await startDynamoDb();
  process.env["WEBSOCKET_URL"] = `ws://127.0.0.1:${(connections.address() as AddressInfo).port}/live`;
  process.env["TENDRIL_VERSION"] = "1.0.0";
  return {
    async stop() {
      connections.close();
      connections.closeAllConnections();
      await tables.stop();
    },
  };
}

export function resetWorld(): void {
  Object.assign(world, { seconds: 0, pushed: [], assumed: [], refuses: "" });
  world.waits.ended.length = 0;
}
