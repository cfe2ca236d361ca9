import { createServer } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { ServerMessage } from "../lambdas/contract/realtime.ts";

export interface ConnectionServer {
  /** What each connection was sent. */
  readonly sent: Map<string, ServerMessage[]>;
  /** Connections that answer 410. */
  readonly gone: Set<string>;
  stop(): Promise<void>;
}

/** Stands in for API Gateway's connection management, on a free port, and sets WEBSOCKET_URL to it. */
export async function startConnectionServer(): Promise<ConnectionServer> {
  const sent = new Map<string, ServerMessage[]>();
  const gone = new Set<string>();
  const server = createServer((request, response) => {
    void (async () => {
      const id = decodeURIComponent(request.url?.split("/").at(-1) ?? "");
      // Our own handlers are the only senders here.
      const message = JSON.parse(await text(request)) as ServerMessage;
      if (gone.has(id)) {
        response.writeHead(410, { "x-amzn-errortype": "GoneException" }).end();
        return;
      }
      sent.set(id, [...(sent.get(id) ?? []), message]);
      response.end();
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port");
  process.env["WEBSOCKET_URL"] = `ws://127.0.0.1:${address.port}/live`;
  return {
    sent,
    gone,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
