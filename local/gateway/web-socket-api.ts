import { randomBytes } from "node:crypto";
import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import * as z from "zod";
import { WebSocketServer, type WebSocket } from "ws";
import { createCountdown } from "../faults/countdown.ts";
import { defineFault, type Fault } from "../faults/fault.ts";
import type { InvokeResult } from "../functions/invoke-result.ts";
import type { Connection } from "./connection.ts";
import { selectRoute } from "./route-selection.ts";
import { webSocketEvent, type WebSocketEventKind } from "./web-socket-event.ts";

export interface WebSocketApiOptions {
  readonly id: string;
  readonly stage: string;
  /** Such as `$request.body.action`. */
  readonly routeSelection: string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvokeResult>;
  readonly now: () => Date;
}

/** A WebSocket API of API Gateway whose routes are served by Lambda functions. */
export interface WebSocketApi {
  readonly stage: string;
  addRoute(routeKey: string, functionArn: string): void;
  /** Calls `$connect` first and upgrades only when it agrees. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  readonly connections: ReadonlyMap<string, Connection>;
  /** Ends what was idle for 10 minutes or is 2 hours old. */
  closeExpired(): void;
  readonly faults: readonly Fault[];
  stop(): void;
}

/** API Gateway's quotas. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const quotas = { frameBytes: 32 * 1024, idleMillis: 10 * 60_000, lifeMillis: 2 * 60 * 60_000 } as const;
/** Messages of one connection that may wait for their function; more are answered with an error. */
const pendingMax = 100;

export function createWebSocketApi(options: WebSocketApiOptions): WebSocketApi {
  const { now } = options;
  const routes = new Map<string, string>();
  const connections = new Map<string, Connection>();
  const server = new WebSocketServer({ noServer: true, maxPayload: quotas.frameBytes });
  const refuse = createCountdown();

  async function call(
    routeKey: string,
    request: IncomingMessage,
    who: Pick<Connection, "id" | "connectedAt">,
    kind: WebSocketEventKind,
  ) {
    const target = routes.get(routeKey);
    if (target === undefined) return undefined;
    const source = {
      apiId: options.id,
      stage: options.stage,
      connectionId: who.id,
      connectedAt: who.connectedAt,
      now: now(),
      headers: request.headers,
    };
    return await options.invoke(target, webSocketEvent(source, kind));
  }

  async function onMessage(connection: Connection, request: IncomingMessage, body: string): Promise<void> {
    const selected = selectRoute(options.routeSelection, body);
    const routeKey = selected !== undefined && routes.has(selected) ? selected : "$default";
    const failed = (message: string): void =>
      connection.socket.send(JSON.stringify({ message, connectionId: connection.id }));
    if (connection.pending >= pendingMax) return failed("Too Many Requests");
    connection.pending += 1;
    const result = await call(routeKey, request, connection, { type: "MESSAGE", routeKey, body });
    connection.pending -= 1;
    if (result === undefined) failed("Forbidden");
    else if (!result.ok) failed("Internal server error");
  }

  function open(socket: WebSocket, request: IncomingMessage, id: string, connectedAt: Date): void {
    const userAgent = request.headers["user-agent"] ?? "";
    const connection: Connection = { id, socket, connectedAt, userAgent, lastActiveAt: now(), pending: 0 };
    connections.set(id, connection);
    socket.on("message", (data: Buffer, isBinary) => {
      connection.lastActiveAt = now();
      // A WebSocket API takes text frames only.
      if (isBinary) socket.close(1003);
      else void onMessage(connection, request, data.toString("utf8"));
    });
    socket.on("ping", () => {
      connection.lastActiveAt = now();
    });
    // A frame that is too large or not valid closes the socket; nothing else is to be done about it.
    socket.on("error", () => {});
    socket.on("close", (code, reason) => {
      // A connection that was forgotten on purpose says no good-bye.
      if (!connections.delete(id)) return;
      void call("$disconnect", request, connection, { type: "DISCONNECT", code, reason: reason.toString("utf8") });
    });
  }

  return {
    stage: options.stage,
    addRoute: (routeKey, functionArn) => void routes.set(routeKey, functionArn),
    connections,
    async upgrade(request, socket, head) {
      if (refuse.take()) return rejectUpgrade(socket, 503);
      const id = `${randomBytes(11).toString("base64url")}=`;
      const connectedAt = now();
      const query = new URLSearchParams(request.url?.split("?")[1] ?? "");
      const result = await call("$connect", request, { id, connectedAt }, { type: "CONNECT", query });
      const status = connectStatus(result);
      if (status !== 200) return rejectUpgrade(socket, status);
      if (socket.destroyed) {
        await call("$disconnect", request, { id, connectedAt }, { type: "DISCONNECT", code: 1006, reason: "" });
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, request, id, connectedAt));
    },
    closeExpired() {
      const time = now().getTime();
      for (const { socket, connectedAt, lastActiveAt } of connections.values()) {
        if (time - connectedAt.getTime() >= quotas.lifeMillis) socket.close(1001, "Going away");
        else if (time - lastActiveAt.getTime() >= quotas.idleMillis) socket.close(1001, "Going away");
      }
    },
    faults: [
      defineFault({
        part: "websocket",
        fault: "forget-connections",
        description: "Every open connection is gone without a $disconnect: pushes to it are answered 410 Gone.",
        schema: z.strictObject({}),
        apply: () => ({ forgotten: forget(connections) }),
      }),
      defineFault({
        part: "websocket",
        fault: "refuse",
        description: "The next `count` tries to connect are answered 503.",
        schema: z.strictObject({ count: z.int().min(1).default(1) }),
        apply: ({ count }) => refuse.arm(count),
        clear: refuse.clear,
      }),
    ],
    stop() {
      forget(connections);
      server.close();
    },
  };
}

/** A function that answers without a status lets the client in. */
function connectStatus(result: InvokeResult | undefined): number {
  if (result === undefined) return 200;
  if (!result.ok) return 500;
  const status = z.looseObject({ statusCode: z.coerce.number() }).safeParse(result.payload).data?.statusCode ?? 200;
  return status >= 200 && status < 300 ? 200 : status;
}

export function rejectUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function forget(connections: Map<string, Connection>): number {
  const all = [...connections.values()];
  connections.clear();
  for (const { socket } of all) socket.terminate();
  return all.length;
}
