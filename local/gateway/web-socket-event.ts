import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export interface WebSocketEventSource {
  readonly apiId: string;
  readonly stage: string;
  readonly connectionId: string;
  readonly connectedAt: Date;
  readonly now: Date;
  readonly headers: IncomingHttpHeaders;
}

export type WebSocketEventKind =
  | { readonly type: "CONNECT"; readonly query: URLSearchParams }
  | { readonly type: "MESSAGE"; readonly routeKey: string; readonly body: string }
  | { readonly type: "DISCONNECT"; readonly code: number; readonly reason: string };

/** What a WebSocket API hands to a function. */
export function webSocketEvent(source: WebSocketEventSource, kind: WebSocketEventKind): Record<string, unknown> {
  const { host = "", "user-agent": userAgent = "" } = source.headers;
  const requestId = randomUUID();
  const requestContext = {
    routeKey: routeKeyOf(kind),
    eventType: kind.type,
    extendedRequestId: requestId,
    requestId,
    requestTime: source.now.toISOString(),
    requestTimeEpoch: source.now.getTime(),
    messageDirection: "IN",
    stage: source.stage,
    connectedAt: source.connectedAt.getTime(),
    identity: { sourceIp: "127.0.0.1", userAgent },
    domainName: host,
    connectionId: source.connectionId,
    apiId: source.apiId,
    ...(kind.type === "MESSAGE" ? { messageId: randomBytes(11).toString("base64") } : {}),
    ...(kind.type === "DISCONNECT" ? { disconnectStatusCode: kind.code, disconnectReason: kind.reason } : {}),
  };
  if (kind.type === "MESSAGE") return { requestContext, body: kind.body, isBase64Encoded: false };
  const headers = Object.fromEntries(
    Object.entries(source.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  const event = { headers, requestContext, isBase64Encoded: false };
  if (kind.type === "DISCONNECT" || kind.query.size === 0) return event;
  return { ...event, queryStringParameters: Object.fromEntries(kind.query) };
}

function routeKeyOf(kind: WebSocketEventKind): string {
  if (kind.type === "MESSAGE") return kind.routeKey;
  return kind.type === "CONNECT" ? "$connect" : "$disconnect";
}
