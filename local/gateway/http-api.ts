import * as z from "zod";
import type { InvokeResult } from "../functions/invoke-result.ts";
import { jsonAnswer, type GatewayRequest, type HttpAnswer } from "./http-answer.ts";
import { httpEvent } from "./http-event.ts";
import { createRouteTable } from "./route-table.ts";

export interface HttpApiOptions {
  readonly id: string;
  readonly account: string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvokeResult>;
  readonly now: () => Date;
  /** Quota of an integration. @default 29 */
  readonly timeoutSeconds?: number | undefined;
}

/** An HTTP API of API Gateway whose routes are served by Lambda functions. */
export interface HttpApi {
  addRoute(routeKey: string, functionArn: string): void;
  handle(request: GatewayRequest): Promise<HttpAnswer>;
}

const resultSchema = z.looseObject({
  statusCode: z.coerce.number(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

export function createHttpApi(options: HttpApiOptions): HttpApi {
  const routes = createRouteTable<string>();
  const timeoutMillis = (options.timeoutSeconds ?? 29) * 1000;
  return {
    addRoute: (routeKey, functionArn) => routes.add(routeKey, functionArn),
    async handle(request) {
      if (!isDecodable(request.path)) return jsonAnswer(400, { message: "Bad Request" });
      const route = routes.match(request.method, request.path);
      if (route === undefined) return jsonAnswer(404, { message: "Not Found" });
      const event = httpEvent(request, route, { id: options.id, account: options.account, now: options.now() });
      const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => resolve(undefined), timeoutMillis);
      const result = await Promise.race([options.invoke(route.target, event), tooLate]);
      clearTimeout(timer);
      if (result === undefined) return jsonAnswer(503, { message: "Service Unavailable" });
      if (!result.ok) return jsonAnswer(500, { message: "Internal Server Error" });
      return answerOf(result.payload);
    },
  };
}

/** A result without a status code is the body itself. */
function answerOf(payload: unknown): HttpAnswer {
  const parsed = resultSchema.safeParse(payload);
  if (!parsed.success) return jsonAnswer(200, payload);
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded } = parsed.data;
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: { "content-type": "text/plain;charset=utf-8", ...Object.fromEntries(lowered) },
    cookies,
    body: isBase64Encoded ? Buffer.from(body, "base64") : body,
  };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
