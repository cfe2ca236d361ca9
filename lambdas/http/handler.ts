import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Needs } from "../contract/api/route-description.ts";
import { errorCatalogue, VintnerError } from "../contract/errors.ts";
import { logEvent } from "../trellis/log-event.ts";
import type { Answer } from "./answer.ts";
import { problemOf } from "./problem.ts";
import { findRoute } from "./route-table.ts";
import type { Route } from "./route.ts";

export type RequestHeaders = Readonly<Record<string, string | undefined>>;

export interface HandlerOptions<Caller> {
  readonly routes: readonly Route<Caller>[];
  /** Finds out who calls and that this is enough for the route; throws UNAUTHENTICATED, WORKER_REJECTED or FORBIDDEN. */
  readonly authenticate: (headers: RequestHeaders, needs: Exclude<Needs, "nobody">) => Promise<Caller>;
  readonly now?: () => number;
}

/** The one wrapper of all HTTP functions: finds the route, the caller and the answer; every error is a problem. */
export function httpHandler<Caller>(
  options: HandlerOptions<Caller>,
): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  const now = options.now ?? Date.now;
  return async (event) => {
    const start = now();
    const requestId = event.requestContext.requestId;
    const { method } = event.requestContext.http;
    const line = { request_id: requestId, method, path: event.rawPath.slice(0, 200) };
    try {
      const answer = await answerTo(event, options);
      logEvent("request", { ...line, status: answer.statusCode ?? 200, milliseconds: now() - start });
      return answer;
    } catch (error) {
      const answer = problemOf(error, requestId);
      const code = error instanceof VintnerError ? error.code : "INTERNAL";
      const cause = errorCatalogue[code].status >= 500 ? { error } : {};
      logEvent("request", { ...line, ...cause, code, status: answer.statusCode ?? 500, milliseconds: now() - start });
      return answer;
    }
  };
}

async function answerTo<Caller>(event: APIGatewayProxyEventV2, options: HandlerOptions<Caller>): Promise<Answer> {
  const { route, params } = findRoute(options.routes, event.requestContext.http.method, event.rawPath);
  const query = event.queryStringParameters ?? {};
  refuseTokenIn(query);
  const headers = lowerCased(event.headers);
  // A route that needs nobody does not look at its caller.
  const caller = route.needs === "nobody" ? (undefined as Caller) : await options.authenticate(headers, route.needs);
  return route.run({
    caller,
    params,
    headers,
    query: Object.fromEntries(
      Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    body: event.body,
    isBase64: event.isBase64Encoded,
    requestId: event.requestContext.requestId,
  });
}

/** Addresses get into histories and logs: a secret in one is refused, so that nobody starts to send it there. */
function refuseTokenIn(query: Readonly<Record<string, string | undefined>>): void {
  const secret = Object.keys(query).some((name) => /token|authorization|secret|password/i.test(name));
  if (secret) throw new VintnerError("UNAUTHENTICATED", "A token goes into a header, never into the address.");
}

function lowerCased(headers: Readonly<Record<string, string | undefined>>): RequestHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
