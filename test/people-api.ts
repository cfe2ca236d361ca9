import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Archive } from "../lambdas/cloud/archive.ts";
import { sealOf } from "../lambdas/cloud/seal.ts";
import type { HeldLock } from "../lambdas/cloud/state-lock.ts";
import type { RunnerTask } from "../lambdas/cloud/runner-task.ts";
import { vineArchives } from "../lambdas/cloud/vine-archives.ts";
import { httpHandler } from "../lambdas/http/handler.ts";
import { personAuthenticator } from "../lambdas/http/people/authenticate-person.ts";
import { peopleRoutes } from "../lambdas/http/people/people-routes.ts";
import { memoryArchive } from "./memory-archive.ts";
import { testWaits, type TestWaits } from "./test-waits.ts";

export const issuer = "https://issuer.test/pool";
export const clientId = "client";

/** What the fakes around the API hold; a test changes it. */
export interface World {
  now: Date;
  readonly started: string[];
  /** Makes Step Functions refuse. */
  startError: Error | undefined;
  tasks: RunnerTask[];
  readonly stoppedTasks: string[];
  stateLock: HeldLock | undefined;
  readonly texts: Map<string, string>;
  readonly taskTokens: TestWaits;
  /** SHA-256 of the archives that were uploaded. */
  readonly uploads: Set<string>;
}

export interface Call {
  readonly method?: string;
  readonly as?: string | undefined;
  readonly token?: string;
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly isBase64?: boolean;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
}

/** The API for people with a key set of its own and its surroundings as a test wants them. */
export async function peopleApi() {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256" }] });
  const world: World = {
    now: new Date("2026-01-01T00:00:00.000Z"),
    started: [],
    startError: undefined,
    tasks: [],
    stoppedTasks: [],
    stateLock: undefined,
    texts: new Map(),
    taskTokens: testWaits(),
    uploads: new Set(),
  };
  const handler = httpHandler({
    authenticate: personAuthenticator({ issuer, clientId, keys, now: () => world.now }),
    routes: peopleRoutes(dependenciesOf(world, memoryArchive(world.texts))),
  });

  async function tokenOf(user: string, groups: readonly string[], claims: Record<string, unknown> = {}) {
    const seconds = Math.floor(world.now.getTime() / 1000);
    const payload = { "cognito:username": user, "cognito:groups": groups, token_use: "id", ...claims };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setSubject(user)
      .setIssuer(issuer)
      .setAudience(clientId)
      .setExpirationTime(seconds + 3600)
      .sign(privateKey);
  }

  /** Calls as a person who is named for the only group that they are in. */
  async function call(path: string, given: Call = {}) {
    const token = given.token ?? (given.as === undefined ? undefined : await tokenOf(given.as, [given.as]));
    const answer = await handler(eventOf(path, given, token));
    return { ...answer, status: answer.statusCode, json: parse(answer.body) };
  }
  return { world, call, tokenOf };
}

function dependenciesOf(world: World, archive: Archive): Parameters<typeof peopleRoutes>[0] {
  return {
    clock: { now: () => world.now, newId: randomUUID },
    executions: {
      start: async (_machine, jobId) => {
        if (world.startError !== undefined) throw world.startError;
        world.started.push(jobId);
        return jobId;
      },
    },
    taskTokens: world.taskTokens,
    answerSeal: sealOf("test", "key", { read: async () => "0123456789abcdef" }),
    runnerTasks: {
      ofJob: async () => world.tasks,
      stop: async (arn) => {
        world.stoppedTasks.push(arn);
      },
    },
    stateLocks: {
      read: async () => world.stateLock,
      free: async (_key, etag) => {
        if (world.stateLock?.etag !== etag) return false;
        world.stateLock = undefined;
        return true;
      },
    },
    archive,
    vineArchives: {
      ...vineArchives("artifacts"),
      has: async (sha256) => world.uploads.has(sha256),
    },
    platform: { brokerRole: "arn:aws:iam::123456789012:role/Broker", issuer: "https://tokens.test" },
    config: { api_url: "http://api", ws_url: "ws://live", region: "eu-west-1", version: "1", auth: { mode: "local" } },
    latestVersion: "1.0.0",
    allowedOrigins: ["http://dashboard"],
    checkIssuer: async () => {},
    newSecret: () => `secret-${randomUUID()}`,
  };
}

function eventOf(path: string, given: Call, token: string | undefined): APIGatewayProxyEventV2 {
  const body = given.rawBody ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
  const method = given.method ?? (body === undefined ? "GET" : "POST");
  const http = { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" };
  const event = {
    rawPath: path,
    headers: { ...given.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    queryStringParameters: given.query,
    requestContext: { requestId: "request-1", http },
    body,
    isBase64Encoded: given.isBase64 ?? false,
  };
  // The members that API Gateway adds and no handler reads are left out.
  return event as unknown as APIGatewayProxyEventV2;
}

// What a test expects of a body stands in the test.
// oxlint-disable-next-line typescript/no-explicit-any
function parse(body: string | undefined): any {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return body;
  }
}
