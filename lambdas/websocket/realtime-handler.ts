import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import type { ServerMessage } from "../contract/realtime.ts";
import { errorCatalogue, VintnerError } from "../contract/errors.ts";
import { dropConnection } from "../store/connections.ts";
import { logEvent } from "../trellis/log-event.ts";
import { answerMessage } from "./answer-message.ts";
import { connect, type ConnectEvent } from "./connect.ts";

export interface RealtimeOptions {
  readonly now: () => Date;
  /** Origins that may open a WebSocket. */
  readonly allowedOrigins: readonly string[];
  readonly post: (connectionId: string, frame: string) => Promise<"sent" | "gone">;
}

/** Headers and query come with `$connect` alone. */
export type RealtimeEvent = APIGatewayProxyWebsocketEventV2 & ConnectEvent;

export function realtimeHandler(
  options: RealtimeOptions,
): (event: RealtimeEvent) => Promise<APIGatewayProxyStructuredResultV2> {
  return async (event) => {
    const { connectionId, eventType, requestId } = event.requestContext;
    try {
      switch (eventType) {
        case "CONNECT":
          await connect(event, options);
          break;
        case "DISCONNECT":
          await dropConnection(connectionId);
          break;
        case "MESSAGE":
          await answer(event, options);
      }
      return { statusCode: 200 };
    } catch (error) {
      const code = error instanceof VintnerError ? error.code : "INTERNAL";
      const { status } = errorCatalogue[code];
      logEvent("realtime", { request_id: requestId, code, status, ...(status >= 500 && { error }) });
      return { statusCode: status };
    }
  };
}

/** Answers a message on its own connection; what is wrong with it is an answer too. */
async function answer(event: RealtimeEvent, { post, now }: RealtimeOptions): Promise<void> {
  const { connectionId } = event.requestContext;
  const message = await answerMessage(connectionId, event, now()).catch(errorMessage);
  if (message === undefined) return;
  if ((await post(connectionId, JSON.stringify(message))) === "gone") await dropConnection(connectionId);
}

function errorMessage(error: unknown): ServerMessage {
  if (!(error instanceof VintnerError)) throw error;
  return { type: "error", code: error.code, detail: error.message };
}
