import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { startConnectionServer, type ConnectionServer } from "../../test/connection-server.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { writeDeployJob } from "../../test/write-job.ts";
import { limits } from "../contract/limits.ts";
import { postToConnection } from "../cloud/connections.ts";
import { addSubscription, connectedAs, subscribersOf } from "../store/connections.ts";
import { getJob } from "../store/jobs.ts";
import { addLogWatcher, removeLogWatchers } from "../store/log-watchers.ts";
import type { Subscriber } from "../store/tickets.ts";
import { issueTicket } from "../trellis/issue-ticket.ts";
import { publish } from "../trellis/publish.ts";
import { realtimeHandler, type RealtimeEvent } from "./realtime-handler.ts";

let dynamoDb: DynamoDb;
let connections: ConnectionServer;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  connections = await startConnectionServer();
}, 60_000);
afterAll(async () => {
  await connections.stop();
  await dynamoDb.stop();
});
let now: Date;
beforeEach(() => {
  now = new Date("2026-01-01T00:00:00Z");
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});

const handler = realtimeHandler({ now: () => now, allowedOrigins: ["http://ours"], post: postToConnection });
const person = { kind: "person", name: "anna", group: "viewer" } as const;
const origin = "http://ours";

async function ticket(who: Subscriber = person, from: string | null = origin): Promise<string> {
  return (await issueTicket(who, from, { now, newSecret: randomUUID })).ticket;
}

function send(eventType: string, connectionId: string, more: object = {}) {
  const requestContext = { connectionId, eventType, requestId: "r" };
  // The members that API Gateway adds and no handler reads are left out.
  return handler({ requestContext, isBase64Encoded: false, ...more } as unknown as RealtimeEvent);
}

async function connect(secret: string | undefined, headers: Record<string, string> = { Origin: origin }) {
  const connectionId = randomUUID();
  const answer = await send("CONNECT", connectionId, { headers, queryStringParameters: { ticket: secret } });
  return { connectionId, status: answer.statusCode };
}

async function say(connectionId: string, message: unknown, more: object = {}): Promise<unknown> {
  const body = typeof message === "string" ? message : JSON.stringify(message);
  expect((await send("MESSAGE", connectionId, { body, ...more })).statusCode).toBe(200);
  return connections.sent.get(connectionId)?.at(-1);
}

test("a ticket opens one connection", async () => {
  const secret = await ticket();
  const both = await Promise.all([connect(secret), connect(secret)]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 401]));
  const opened = both.find(({ status }) => status === 200);
  expect(await connectedAs(opened?.connectionId ?? "")).toEqual(person);
});

test("refuses no ticket, an old one and a foreign Origin", async () => {
  expect((await connect(undefined)).status).toBe(401);
  expect((await connect("invented")).status).toBe(401);
  expect((await connect(await ticket(), { origin: "http://elsewhere" })).status).toBe(403);
  expect((await connect(await ticket(), {})).status).toBe(403);
  const old = await ticket();
  now = new Date(now.getTime() + 30_000);
  expect((await connect(old)).status).toBe(401);
});

test("subscribes a person to a job, and hears no more after unsubscribing", async () => {
  const job = await writeDeployJob();
  const topic = `job:${job.id}`;
  const { connectionId } = await connect(await ticket());
  expect(await say(connectionId, { action: "subscribe", topic })).toEqual({ type: "subscribed", topic });
  expect(await subscribersOf(topic)).toEqual([connectionId]);
  expect((await getJob(job.id))?.log_watchers).toEqual(new Set([connectionId]));
  expect(await publish(topic, { type: "pong" })).toBe(1);
  await say(connectionId, { action: "unsubscribe", topic });
  expect((await getJob(job.id))?.log_watchers).toBeUndefined();
  expect(await publish(topic, { type: "pong" })).toBe(0);
});

test("one too many is not subscribed to a log, and goes on with what it has", async () => {
  const job = await writeDeployJob();
  const topic = `job:${job.id}`;
  const watchers = Array.from({ length: limits.logWatchersMax }, (_, n) => `watcher-${n}`);
  for (const watcher of watchers) await addLogWatcher(job.id, watcher);
  const { connectionId } = await connect(await ticket());
  expect(await say(connectionId, { action: "subscribe", topic })).toMatchObject({ type: "error", code: "UNAVAILABLE" });
  expect(await subscribersOf(topic)).toEqual([]);
  expect(await say(connectionId, { action: "ping" })).toEqual({ type: "pong" });
  await removeLogWatchers(job.id, ["watcher-7"]);
  for (let time = 0; time < 2; time += 1) {
    expect(await say(connectionId, { action: "subscribe", topic })).toEqual({ type: "subscribed", topic });
  }
});

test.each([
  ["an unknown job", `job:${randomUUID()}`, "NOT_FOUND"],
  ["a topic that is none", "nonsense", "NOT_FOUND"],
  ["the connection's own row", "#", "NOT_FOUND"],
  ["a Tendril's work", "tendril:platform", "NOT_FOUND"],
])("a person cannot subscribe to %s", async (_what, topic, code) => {
  const { connectionId } = await connect(await ticket());
  expect(await say(connectionId, { action: "subscribe", topic })).toMatchObject({ type: "error", code });
  expect(await subscribersOf(topic)).not.toContain(topic === "#" ? "none" : connectionId);
});

test("a worker, the platform too, hears of its own work only", async () => {
  const { connectionId, status } = await connect(await ticket({ kind: "worker", id: "platform" }, null), {});
  expect(status).toBe(200);
  const own = { action: "subscribe", topic: "tendril:platform" };
  expect(await say(connectionId, own)).toEqual({ type: "subscribed", topic: "tendril:platform" });
  for (const topic of ["jobs", `tendril:${randomUUID()}`]) {
    expect(await say(connectionId, { action: "subscribe", topic })).toMatchObject({ code: "FORBIDDEN" });
  }
});

test.each([
  ["a binary frame", "AAAA", { isBase64Encoded: true }],
  ["invalid JSON", "{", {}],
  ["an unknown action", { action: "shout" }, {}],
  ["an unknown field", { action: "ping", more: 1 }, {}],
])("answers %s with an error, and goes on", async (_what, message, more) => {
  const { connectionId } = await connect(await ticket());
  expect(await say(connectionId, message, more)).toMatchObject({ type: "error", code: "INVALID_REQUEST" });
  expect(await say(connectionId, { action: "ping" })).toEqual({ type: "pong" });
});

test("forgets a connection that is gone while it pushes; the others get theirs", async () => {
  const topic = `job:${randomUUID()}`;
  for (const id of ["gone-1", "here-1"]) await addSubscription(id, topic, now);
  connections.gone.add("gone-1");
  expect(await publish(topic, { type: "pong" })).toBe(1);
  expect(await subscribersOf(topic)).toEqual(["here-1"]);
  expect(connections.sent.get("here-1")).toEqual([{ type: "pong" }]);
});

test("forgets all of a connection when it ends", async () => {
  const { connectionId } = await connect(await ticket());
  for (let n = 0; n < 30; n += 1) await addSubscription(connectionId, `job:${n}`, now);
  await send("DISCONNECT", connectionId);
  expect(await connectedAs(connectionId)).toBeUndefined();
  expect(await subscribersOf("job:7")).toEqual([]);
});
