import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type Answer = APIGatewayProxyStructuredResultV2;

/** Answers are of the moment and for the asker alone. */
const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

export function json(statusCode: number, value: unknown): Answer {
  return jsonText(statusCode, JSON.stringify(value));
}

/** JSON that was written before, byte for byte. */
export function jsonText(statusCode: number, body: string): Answer {
  return { statusCode, headers: { ...headers, "content-type": "application/json" }, body };
}

export function noContent(): Answer {
  return { statusCode: 204, headers };
}

export function plainText(body: string): Answer {
  return { statusCode: 200, headers: { ...headers, "content-type": "text/plain; charset=utf-8" }, body };
}

export function redirect(location: string): Answer {
  return { statusCode: 302, headers: { ...headers, location } };
}

export function problemAnswer(statusCode: number, value: unknown, extra: Record<string, string> = {}): Answer {
  const type = { "content-type": "application/problem+json" };
  return { statusCode, headers: { ...headers, ...type, ...extra }, body: JSON.stringify(value) };
}
