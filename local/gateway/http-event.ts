import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { randomUUID } from "node:crypto";
import type { GatewayRequest } from "./http-answer.ts";
import type { MatchedRoute } from "./route-table.ts";

/** The payload format 2.0 of an HTTP API's Lambda integration. */
export function httpEvent(
  request: GatewayRequest,
  route: MatchedRoute<unknown>,
  api: { readonly id: string; readonly account: string; readonly now: Date },
): APIGatewayProxyEventV2 {
  const { host = "", cookie, ...others } = request.headers;
  const headers = Object.fromEntries(
    Object.entries({ ...others, host, "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http" }).map(
      ([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")],
    ),
  );
  const isText = isTextType(request.headers["content-type"]);
  return {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    headers,
    ...(request.query === "" ? {} : { queryStringParameters: joined(new URLSearchParams(request.query)) }),
    ...(Object.keys(route.pathParameters).length === 0 ? {} : { pathParameters: route.pathParameters }),
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      domainName: host,
      domainPrefix: host.split(".")[0] ?? "",
      http: {
        method: request.method,
        path: request.path,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: "$default",
      time: api.now.toISOString(),
      timeEpoch: api.now.getTime(),
    },
    ...(request.body.length === 0 ? {} : { body: request.body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** API Gateway hands these types on as text, and all else in base64. */
function isTextType(type: string | undefined): boolean {
  return /^(text\/|application\/(json|javascript|xml)\b)/i.test(type ?? "");
}

/** A name that comes more than once has its values joined by commas. */
function joined(query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) values[name] = name in values ? `${values[name]},${value}` : value;
  return values;
}
