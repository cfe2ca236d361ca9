import type { IncomingHttpHeaders } from "node:http";

/** One request at a fake cloud, with its whole body. */
export interface CloudRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `http://127.0.0.1:<port>` as the client called it, for links in answers. */
  readonly origin: string;
}

export interface CloudAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** The bearer token of a request, if it has one. */
export function bearerOf({ headers }: CloudRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1];
}
