import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listen } from "../gateway/listen.ts";
import type { CloudFaults } from "./cloud-faults.ts";
import type { CloudAnswer, CloudRequest } from "./cloud-request.ts";

export interface CloudServer {
  /** `http://127.0.0.1:<port>`, in place of each of the cloud's hosts. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves a fake cloud on a port of its own. */
export async function startCloudServer(
  handle: (request: CloudRequest) => Promise<CloudAnswer>,
  faults: CloudFaults,
): Promise<CloudServer> {
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(String(error));
    });
  });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const effect = faults.effectOn(request);
    await effect.delay;
    const { status, headers, body } = effect.answer ?? (await handle(request));
    const text = JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json; charset=UTF-8", ...headers });
    response.end(effect.isMalformed ? text.slice(0, text.length / 2) : text);
  }

  server.keepAliveTimeout = 120_000;
  await listen(server, 0);
  // listening on TCP gives an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<CloudRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming as AsyncIterable<Buffer>) pieces.push(piece);
  const [path = "/", query = ""] = (incoming.url ?? "/").split("?");
  return {
    method: incoming.method ?? "GET",
    path: decodeURIComponent(path),
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(pieces).toString("utf8"),
    origin: `http://${incoming.headers.host}`,
  };
}
