import type { IncomingMessage, ServerResponse } from "node:http";

/** One request with its whole body, as the parts behind the gateway see it. */
export interface GatewayRequest {
  readonly method: string;
  /** Undecoded path, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string | Uint8Array;
}

export function jsonAnswer(status: number, body: unknown, type = "application/json"): HttpAnswer {
  return { status, headers: { "content-type": type, "cache-control": "no-store" }, body: JSON.stringify(body) };
}

/** Quota of an HTTP API on a request's body. */
export const bodyMaxBytes = 10 * 1024 * 1024;

/** The whole body, or `undefined` when it is larger than an HTTP API takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    // What is too much is read to its end, so that the client gets the answer and no broken pipe.
    if (bytes <= bodyMaxBytes) pieces.push(piece);
  }
  return bytes > bodyMaxBytes ? undefined : Buffer.concat(pieces);
}

export function send(response: ServerResponse, answer: HttpAnswer, withoutBody: boolean): void {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.cookies !== undefined && answer.cookies.length > 0) response.setHeader("set-cookie", [...answer.cookies]);
  response.statusCode = answer.status;
  response.end(withoutBody ? undefined : answer.body);
}
