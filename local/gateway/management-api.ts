import { randomUUID } from "node:crypto";
import { jsonAnswer, type GatewayRequest, type HttpAnswer } from "./http-answer.ts";
import type { WebSocketApi } from "./web-socket-api.ts";

/** Quota on a message that is posted to a client. */
const messageMaxBytes = 128 * 1024;

/** `@connections`: posts to, describes and ends the connections of a WebSocket API. */
export function handleManagement(api: WebSocketApi, request: GatewayRequest, now: () => Date): HttpAnswer {
  // Whoever may sign gets in; IAM is not evaluated here.
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256")) {
    return failure(403, "ForbiddenException", "Missing Authentication Token");
  }
  const id = decodeURIComponent(request.path.slice(`/${api.stage}/@connections/`.length));
  const connection = api.connections.get(id);
  if (connection === undefined || connection.socket.readyState !== connection.socket.OPEN) {
    return failure(410, "GoneException", "The connection is gone");
  }
  switch (request.method) {
    case "POST":
      if (request.body.length > messageMaxBytes)
        return failure(413, "PayloadTooLargeException", "The message is over 128 KB");
      connection.lastActiveAt = now();
      connection.socket.send(request.body.toString("utf8"));
      return jsonAnswer(200, {});
    case "GET":
      return jsonAnswer(200, {
        connectedAt: connection.connectedAt.toISOString(),
        identity: { sourceIp: "127.0.0.1", userAgent: connection.userAgent },
        lastActiveAt: connection.lastActiveAt.toISOString(),
      });
    case "DELETE":
      connection.socket.close(1000);
      return { status: 204, headers: {}, body: "" };
    default:
      return failure(403, "ForbiddenException", "Missing Authentication Token");
  }
}

function failure(status: number, type: string, message: string): HttpAnswer {
  const { body } = jsonAnswer(status, { message });
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": type, "x-amzn-requestid": randomUUID() },
    body,
  };
}
