import type { IncomingHttpHeaders } from "node:http";

const names = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Whether a request is for this machine by name. A page of another site whose name was made to resolve to 127.0.0.1
 * (DNS rebinding) sends that name as the host.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && names.has(host.replace(/:\d+$/, "").toLowerCase());
}

/** Whether a browser sent it from one of our own pages; programs send no Origin. */
export function isOwnOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  return origin === undefined || (origin === `http://${host}` && isLoopbackHost(host));
}
