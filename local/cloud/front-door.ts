import { Agent, createServer, request as forward } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { awsError } from "./aws-error.ts";
import type { CallWatcher } from "./aws-call.ts";
import type { AwsAnswer, AwsRequestHead, AwsService } from "./aws-request.ts";
import { motoAccountHeader } from "./cloud-client.ts";
import { isForm, requestHead } from "./request-head.ts";
import type { Sessions } from "./sessions.ts";

export interface FrontDoorOptions {
  readonly motoUrl: string;
  readonly sessions: Sessions;
  /** By signing name (`sts`, `ecs`, `states`, …). A service gets the whole body; what is not here streams to moto. */
  readonly services: Readonly<Record<string, AwsService>>;
  /** Other places to send a service's requests to, by signing name: `{dynamodb: <DynamoDB Local>}`. */
  readonly upstreams?: Readonly<Record<string, Upstream>>;
  /** Pages that anybody may read, by path: JSON. */
  readonly published?: Readonly<Record<string, () => unknown>>;
  /** Sees every request before it is answered. */
  readonly onRequest?: (request: AwsRequestHead) => void;
  /** Sees every request with its body and who makes it. */
  readonly onCall?: CallWatcher | undefined;
  /** May answer instead of the service, to make it fail on purpose (`awsError` makes the answer). */
  readonly intercept?: (request: AwsRequestHead) => AwsAnswer | undefined | Promise<AwsAnswer | undefined>;
  /** @default an ephemeral port */
  readonly port?: number;
}

export interface Upstream {
  readonly url: string;
  /** Takes the place of the caller's own, for who keeps the tables of each key apart. */
  readonly accessKeyId?: string;
}

export interface FrontDoor {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A connection that is not used so long is given up, before DynamoDB Local does. */
const idleMillis = 10_000;

/** Moto's server ends each connection after its answer; the others keep theirs. */
interface Agents {
  readonly moto: Agent;
  readonly others: Agent;
}

/** The one endpoint of the local cloud: answers what moto cannot, and passes the rest on. */
export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const agents = { moto: new Agent({ keepAlive: false }), others: new Agent({ keepAlive: true, timeout: idleMillis }) };
  const server = createServer((request, response) => {
    answer(options, agents, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, headers: { "content-type": "text/plain" }, body: String(error) });
    });
  });
  // SDKs keep connections for long and would meet one that is just being closed.
  server.keepAliveTimeout = 120_000;
  await listen(server, options.port ?? 0);
  // listening on TCP gives an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

async function answer(options: FrontDoorOptions, agents: Agents, request: IncomingMessage, response: ServerResponse) {
  const page = request.method === "GET" ? options.published?.[request.url ?? ""] : undefined;
  if (page !== undefined) {
    return send(response, {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(page()),
    });
  }
  const formBody = isForm(request) ? await readBody(request) : undefined;
  const head = requestHead(request, formBody && new URLSearchParams(formBody.toString()));
  options.onRequest?.(head);
  const refused = (await options.intercept?.(head)) ?? expired(options.sessions, head);
  if (refused) {
    request.resume();
    return send(response, refused);
  }
  const service = options.services[head.service];
  // Objects of S3 may be large.
  const reads = service !== undefined || (options.onCall !== undefined && head.service !== "s3");
  const body = reads ? (formBody ?? (await readBody(request))) : formBody;
  await options.onCall?.({
    ...head,
    principal: options.sessions.principalOf(head.accessKeyId),
    body: body ?? Buffer.alloc(0),
  });
  if (service !== undefined) {
    const own = await service({ ...head, body: body ?? Buffer.alloc(0) });
    if (own !== "pass") return send(response, own);
  }
  const upstream = options.upstreams?.[head.service];
  const { account } = options.sessions.principalOf(head.accessKeyId);
  const to =
    upstream === undefined ? { url: options.motoUrl, agent: agents.moto } : { ...upstream, agent: agents.others };
  await pass(to, request, { body, account }, response);
}

function expired(sessions: Sessions, head: AwsRequestHead): AwsAnswer | undefined {
  if (!sessions.isExpired(head.accessKeyId)) return undefined;
  const code = head.headers["x-amz-target"] === undefined ? "ExpiredToken" : "ExpiredTokenException";
  return awsError(head, code, "The security token included in the request is expired", 403);
}

/** The Host header stays: presigned URLs and path-style buckets depend on it. */
async function pass(
  upstream: Upstream & { readonly agent: Agent },
  request: IncomingMessage,
  { body, account }: { readonly body: Buffer | undefined; readonly account: string },
  response: ServerResponse,
): Promise<void> {
  const { expect: _expect, ...kept } = request.headers;
  const headers = { ...kept, [motoAccountHeader]: account };
  const { accessKeyId } = upstream;
  if (accessKeyId !== undefined)
    headers.authorization = headers.authorization?.replace(/(?<=Credential=)[^/]+/, accessKeyId);
  // A body that was read on the way has its length now, however it came.
  if (body !== undefined) delete headers["transfer-encoding"];
  const outgoing = forward(`${upstream.url}${request.url ?? "/"}`, {
    agent: upstream.agent,
    method: request.method ?? "GET",
    headers: body === undefined ? headers : { ...headers, "content-length": body.length },
  });
  const incoming = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.once("error", reject);
  });
  response.once("close", () => outgoing.destroy());
  if (body === undefined) request.pipe(outgoing);
  else outgoing.end(body);
  const received = await incoming;
  const { connection: _connection, "keep-alive": _keepAlive, ...answered } = received.headers;
  response.writeHead(received.statusCode ?? 502, answered);
  await pipeline(received, response);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function send(response: ServerResponse, { status, headers, body }: AwsAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}
