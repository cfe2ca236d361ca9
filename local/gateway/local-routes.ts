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
  /** What is connected in the other clouds: credentials of an identity that fits. */
  readonly seeded: Readonly<Record<string, object>>;
  /** Rejects with a ZodError when the request does not fit. */
  readonly offerRelease: (request: unknown) => object;
  /** As `offerRelease`. */
  readonly setUpRole: (identityId: string, request: unknown) => Promise<HttpAnswer>;
}

export type LocalRoutes = (request: GatewayRequest) => Promise<HttpAnswer>;

const tokenSchema = z.strictObject({
  user: z.string().regex(/^[\w.@+-]{1,128}$/, "needs 1 to 128 of letters, digits and . _ @ + -"),
  groups: z.array(z.enum(groups)).max(groups.length),
});

type Route = (body: unknown, id: string) => Promise<HttpAnswer> | HttpAnswer;

/** The routes that only one machine has: `/local/…`. */
export function createLocalRoutes(options: LocalRoutesOptions): LocalRoutes {
  const routes = routesOf(options);
  return async (request) => {
    const { key, id } = keyOf(request);
    const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
    if (route === undefined) return problem("NOT_FOUND", `There is no ${request.method} ${request.path}.`);
    if (!isOwnOrigin(request.headers))
      return problem("FORBIDDEN", "Another site's page may not use this machine's routes.");
    if (request.method === "GET") return route(undefined, id);
    try {
      return await route(JSON.parse(request.body.toString("utf8") || "{}"), id);
    } catch (error) {
      if (error instanceof SyntaxError) return problem("INVALID_REQUEST", "The body is not valid JSON.");
      if (error instanceof z.ZodError) return invalid(error);
      throw error;
    }
  };
}

function routesOf(options: LocalRoutesOptions): Readonly<Record<string, Route>> {
  const { issuer, faults, endpoints, seeded, offerRelease, setUpRole } = options;
  return {
    "GET /local/issuer/.well-known/jwks.json": () => jsonAnswer(200, issuer.keys),
    "GET /local/endpoints": () => jsonAnswer(200, endpoints()),
    "GET /local/clouds": () => jsonAnswer(200, seeded),
    "GET /local/faults": () => jsonAnswer(200, { items: faults.list() }),
    "POST /local/token": async (body) => {
      const { user, groups: asked } = tokenSchema.parse(body);
      return jsonAnswer(200, { token: await issuer.token(user, asked) });
    },
    "POST /local/faults": async (body) => {
      const answer = await faults.set(body);
      return answer.status === 200 ? jsonAnswer(200, answer.body) : problem("INVALID_REQUEST", answer.detail);
    },
    "POST /local/releases": (body) => jsonAnswer(201, offerRelease(body)),
    "POST /local/cloud-identities/{id}/role": (body, id) => setUpRole(id, body),
  };
}

/** One route has an identity's id in its path. */
function keyOf({ method, path }: GatewayRequest): { readonly key: string; readonly id: string } {
  const id = /^\/local\/cloud-identities\/([\w-]+)\/role$/.exec(path)?.[1];
  return id === undefined
    ? { key: `${method} ${path}`, id: "" }
    : { key: `${method} /local/cloud-identities/{id}/role`, id };
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
