import { randomUUID } from "node:crypto";
import * as z from "zod";
import { errorCatalogue, type ErrorCode } from "../../lambdas/contract/errors.ts";
import { groups } from "../../lambdas/contract/person.ts";
import type { Faults } from "../faults/faults.ts";
import { jsonAnswer, type GatewayRequest, type HttpAnswer } from "./http-answer.ts";
import type { Issuer } from "./issuer.ts";
import { isOwnOrigin } from "./loopback.ts";

/** `GET /local/endpoints`: what points the AWS CLI at this machine's parts. */
export interface LocalEndpoints {
  readonly aws: string;
  readonly dynamodb: string;
  readonly region: string;
  readonly account_id: string;
  readonly state_bucket: string;
}

export interface LocalRoutesOptions {
  readonly issuer: Issuer;
  readonly faults: Faults;
  readonly endpoints: () => LocalEndpoints;
}

export type LocalRoutes = (request: GatewayRequest) => Promise<HttpAnswer>;

const tokenSchema = z.strictObject({
  user: z.string().regex(/^[\w.@+-]{1,128}$/, "needs 1 to 128 of letters, digits and . _ @ + -"),
  groups: z.array(z.enum(groups)).max(groups.length),
});

/** The routes that only one machine has: `/local/…`. */
export function createLocalRoutes({ issuer, faults, endpoints }: LocalRoutesOptions): LocalRoutes {
  const routes: Readonly<Record<string, (body: unknown) => Promise<HttpAnswer> | HttpAnswer>> = {
    "GET /local/issuer/.well-known/jwks.json": () => jsonAnswer(200, issuer.keys),
    "GET /local/endpoints": () => jsonAnswer(200, endpoints()),
    "GET /local/faults": () => jsonAnswer(200, { items: faults.list() }),
    "POST /local/token": async (body) => {
      const parsed = tokenSchema.safeParse(body);
      if (!parsed.success) return invalid(parsed.error);
      return jsonAnswer(200, { token: await issuer.token(parsed.data.user, parsed.data.groups) });
    },
    "POST /local/faults": async (body) => {
      const answer = await faults.set(body);
      return answer.status === 200 ? jsonAnswer(200, answer.body) : problem("INVALID_REQUEST", answer.detail);
    },
  };
  return async (request) => {
    const key = `${request.method} ${request.path}`;
    const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
    if (route === undefined) return problem("NOT_FOUND", `There is no ${key}.`);
    if (!isOwnOrigin(request.headers))
      return problem("FORBIDDEN", "Another site's page may not use this machine's routes.");
    if (request.method === "GET") return route(undefined);
    try {
      return await route(JSON.parse(request.body.toString("utf8")));
    } catch (error) {
      if (error instanceof SyntaxError) return problem("INVALID_REQUEST", "The body is not valid JSON.");
      throw error;
    }
  };
}

function invalid(error: z.ZodError): HttpAnswer {
  const errors = error.issues.map((issue) => ({ pointer: `/${issue.path.join("/")}`, detail: issue.message }));
  return problem("INVALID_REQUEST", "The body does not fit.", { errors });
}

export function problem(code: ErrorCode, detail: string, more: Record<string, unknown> = {}): HttpAnswer {
  const { status, title } = errorCatalogue[code];
  const body = { type: "about:blank", title, status, detail, code, request_id: randomUUID(), ...more };
  return jsonAnswer(status, body, "application/problem+json");
}
