import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { once } from "node:events";
import { WebSocket } from "ws";
import type { InvokeResult } from "../functions/invoke-result.ts";
import { startGateway, type Gateway } from "./gateway.ts";
import { createWebSocketApi, type WebSocketApi } from "./web-socket-api.ts";

interface Event {
  requestContext: { routeKey: string; connectionId: string; eventType: string };
  queryStringParameters?: Record<string, string>;
  body?: string;
}

let gateway: Gateway;
let api: WebSocketApi;
let events: Event[];
let onEvent: (event: Event) => void;
let connectStatus: number;
let time: Date;

beforeEach(async () => {
  events = [];
  onEvent = () => {};
  connectStatus = 200;
  time = new Date("2026-01-01T00:00:00Z");
  gateway = await startGateway({ port: 0, log: () => {}, now: () => time });
  api = createWebSocketApi({
    id: "ws",
    stage: "live",
    routeSelection: "$request.body.action",
    now: () => time,
    invoke: (_, event): Promise<InvokeResult> => {
      events.push(event as Event);
      onEvent(event as Event);
      return Promise.resolve({ ok: true, payload: { statusCode: connectStatus } });
    },
  });
  for (const route of ["$connect", "$default", "$disconnect", "ping"]) api.addRoute(route, "arn");
  gateway.parts.webSocketApi = api;
});

afterEach(() => gateway.stop());

const address = (): string => gateway.url.replace("http", "ws");
const idOf = (): string => events[0]?.requestContext.connectionId ?? "";
const nextEvent = (): Promise<Event> => new Promise((resolve) => (onEvent = resolve));

async function connect(query = ""): Promise<WebSocket> {
  const socket = new WebSocket(`${address()}/live${query}`);
  await once(socket, "open");
  return socket;
}

function client(): ApiGatewayManagementApiClient {
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  return new ApiGatewayManagementApiClient({ endpoint: `${gateway.url}/live`, region: "eu-west-1", credentials });
}

describe("$connect", () => {
  test("is called before the upgrade, with the query", async () => {
    await connect("?ticket=abc");
    expect(events[0]).toMatchObject({
      requestContext: { routeKey: "$connect", eventType: "CONNECT" },
      queryStringParameters: { ticket: "abc" },
    });
  });

  test.each([[401], [403]])("that answers %i is the answer to the upgrade", async (status) => {
    connectStatus = status;
    const socket = new WebSocket(`${address()}/live`);
    const [error] = (await once(socket, "error").catch((failed: unknown) => [failed])) as [Error];
    expect(error.message).toBe(`Unexpected server response: ${status}`);
    expect(api.connections.size).toBe(0);
  });
});

describe("messages", () => {
  test.each([
    ["a route of their action", '{"action":"ping"}', "ping"],
    ["$default for another action", '{"action":"subscribe"}', "$default"],
    ["$default when they are not JSON", "{", "$default"],
  ])("go to %s", async (_, body, routeKey) => {
    const socket = await connect();
    const event = nextEvent();
    socket.send(body);
    expect(await event).toMatchObject({ requestContext: { routeKey, eventType: "MESSAGE" }, body });
  });

  test.each([
    ["over 32 KB", "x".repeat(32 * 1024 + 1), 1009],
    ["binary", Buffer.from("x"), 1003],
  ])("that are %s close the connection", async (_, message, code) => {
    const socket = await connect();
    const disconnected = nextEvent();
    socket.send(message);
    expect((await once(socket, "close"))[0]).toBe(code);
    expect((await disconnected).requestContext.routeKey).toBe("$disconnect");
  });
});

describe("@connections", () => {
  test("posts to a client, describes it, and ends it", async () => {
    const socket = await connect();
    const received = once(socket, "message");
    await client().send(new PostToConnectionCommand({ ConnectionId: idOf(), Data: "hello" }));
    expect(String((await received)[0])).toBe("hello");
    const described = await client().send(new GetConnectionCommand({ ConnectionId: idOf() }));
    expect(described.ConnectedAt).toEqual(time);
    const closed = once(socket, "close");
    await client().send(new DeleteConnectionCommand({ ConnectionId: idOf() }));
    await closed;
  });

  test("answers 410 for a connection that is gone", async () => {
    const socket = await connect();
    const disconnected = nextEvent();
    socket.close();
    await disconnected;
    const post = client().send(new PostToConnectionCommand({ ConnectionId: idOf(), Data: "hello" }));
    await expect(post).rejects.toMatchObject({ name: "GoneException", $metadata: { httpStatusCode: 410 } });
  });

  test("answers 410 after the fault forget-connections, which calls no $disconnect", async () => {
    const socket = await connect();
    const closed = once(socket, "close");
    await api.faults.find(({ fault }) => fault === "forget-connections")?.apply({});
    await closed;
    const post = client().send(new PostToConnectionCommand({ ConnectionId: idOf(), Data: "hello" }));
    await expect(post).rejects.toMatchObject({ name: "GoneException" });
    expect(events.map((event) => event.requestContext.routeKey)).toEqual(["$connect"]);
  });

  test("refuses who does not sign", async () => {
    await connect();
    const response = await fetch(`${gateway.url}/live/@connections/${encodeURIComponent(idOf())}`, {
      method: "POST",
      body: "x",
    });
    expect(response.status).toBe(403);
  });
});

test.each([
  ["10 minutes without a message", 10, false],
  ["2 hours", 120, true],
])("a connection ends after %s", async (_, minutes, isActive) => {
  const socket = await connect();
  const closed = once(socket, "close");
  time = new Date(time.getTime() + minutes * 60_000);
  if (isActive) {
    const event = nextEvent();
    socket.send("{}");
    await event;
  }
  api.closeExpired();
  expect((await closed)[0]).toBe(1001);
});
