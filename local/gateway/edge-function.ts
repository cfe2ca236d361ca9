import { runInNewContext } from "node:vm";
import * as z from "zod";
import type { GatewayRequest, HttpAnswer } from "./http-answer.ts";

const requestSchema = z.looseObject({ uri: z.string() });
const responseSchema = z.looseObject({
  statusCode: z.number(),
  headers: z.record(z.string(), z.looseObject({ value: z.string() })).default({}),
  body: z.union([z.string(), z.looseObject({ data: z.string() })]).optional(),
});

/** Runs a CloudFront Function on a viewer's request: the URI to go on with, or an answer. */
export function runEdgeFunction(code: string, request: GatewayRequest): string | HttpAnswer {
  const event = {
    version: "1.0",
    context: { eventType: "viewer-request" },
    viewer: { ip: "127.0.0.1" },
    request: {
      method: request.method,
      uri: request.path,
      querystring: Object.fromEntries(
        [...new URLSearchParams(request.query)].map(([name, value]) => [name, { value }]),
      ),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, { value: String(value) }]),
      ),
      cookies: {},
    },
  };
  // As JSON both ways: nothing of this program gets into the function's world.
  const script = `${code}\n;JSON.stringify(handler(${JSON.stringify(event)}))`;
  const result: unknown = JSON.parse(String(runInNewContext(script, {}, { timeout: 1000 })));
  const answer = responseSchema.safeParse(result);
  if (!answer.success) return requestSchema.parse(result).uri;
  const { statusCode, headers, body = "" } = answer.data;
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value])),
    body: typeof body === "string" ? body : body.data,
  };
}
