import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FileDeployment } from "./dashboard-files.ts";
import { handleByDistribution, type Distribution } from "./distribution.ts";
import type { HttpApi } from "./http-api.ts";
import { jsonAnswer, readBody, send, type GatewayRequest, type HttpAnswer } from "./http-answer.ts";
import { listen } from "./listen.ts";
import { problem, type LocalRoutes } from "./local-routes.ts";
import { isLoopbackHost } from "./loopback.ts";
import { handleManagement } from "./management-api.ts";
import { rejectUpgrade, type WebSocketApi } from "./web-socket-api.ts";

export interface GatewayOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: (line: string) => void;
  /** May answer in place of what is behind, to make it fail on purpose. */
  readonly intercept?: (request: GatewayRequest) => HttpAnswer | undefined;
  /** Sees what the template's parts answered; for the test that holds answers against the API description. */
  readonly onAnswer?: ((request: GatewayRequest, answer: HttpAnswer) => void) | undefined;
  readonly now?: () => Date;
}

/** The one port of the local stack. It listens before there is anything behind it, so that its URL is known. */
export interface Gateway {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly host: string;
  /** What the template put behind it. */
  readonly parts: GatewayParts;
  stop(): Promise<void>;
}

export interface GatewayParts {
  httpApi?: HttpApi;
  webSocketApi?: WebSocketApi;
  distribution?: Distribution;
  localRoutes?: LocalRoutes;
  /** By bucket. */
  readonly files: Map<string, FileDeployment[]>;
}

const expiryCheckMillis = 10_000;

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const now = options.now ?? (() => new Date());
  const parts: GatewayParts = { files: new Map() };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.log(`gateway: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else send(response, problem("INTERNAL", "The local gateway failed; see its log."), false);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const isHead = request.method === "HEAD";
    if (!isLoopbackHost(request.headers.host)) {
      return send(
        response,
        jsonAnswer(403, { message: "This machine's stack is for 127.0.0.1 and localhost only" }),
        isHead,
      );
    }
    if (body === undefined) return send(response, jsonAnswer(413, { message: "Request Entity Too Large" }), isHead);
    const [path = "/", ...query] = (request.url ?? "/").split("?");
    const whole = { method: request.method ?? "GET", path, query: query.join("?"), headers: request.headers, body };
    send(response, options.intercept?.(whole) ?? (await route(whole)), isHead);
  }

  async function route(request: GatewayRequest): Promise<HttpAnswer> {
    const { httpApi, webSocketApi, distribution, localRoutes } = parts;
    if (request.path.startsWith("/local/") && localRoutes !== undefined) return localRoutes(request);
    if (webSocketApi !== undefined && request.path.startsWith(`/${webSocketApi.stage}/@connections/`)) {
      return handleManagement(webSocketApi, request, now);
    }
    if (httpApi === undefined || distribution === undefined)
      return problem("UNAVAILABLE", "The local stack is starting.");
    const origins = {
      api: (one: GatewayRequest) => httpApi.handle(one),
      filesOf: (bucket: string) => parts.files.get(bucket) ?? [],
    };
    const answer = await handleByDistribution(distribution, request, origins);
    options.onAnswer?.(request, answer);
    return answer;
  }

  server.on("upgrade", (request, socket, head) => {
    const api = parts.webSocketApi;
    const path = request.url?.split("?")[0];
    // The client may be gone at any moment.
    socket.on("error", () => socket.destroy());
    if (!isLoopbackHost(request.headers.host)) return rejectUpgrade(socket, 403);
    if (api === undefined || path !== `/${api.stage}`) return rejectUpgrade(socket, 403);
    api.upgrade(request, socket, head).catch((error: unknown) => {
      options.log(`gateway: ${String(error)}`);
      rejectUpgrade(socket, 500);
    });
  });
  const expiry = setInterval(() => parts.webSocketApi?.closeExpired(), expiryCheckMillis);
  expiry.unref();
  // Longer than clients keep theirs, so that none meets a connection that is just being closed.
  server.keepAliveTimeout = 120_000;
  await listen(server, options.port);
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    parts,
    async stop() {
      clearInterval(expiry);
      parts.webSocketApi?.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
