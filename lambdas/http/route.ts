import type * as z from "zod";
import type { Needs } from "../contract/api/route-description.ts";
import type { Answer } from "./answer.ts";
import { parseWith } from "./parse.ts";
import { readJson } from "./read-json.ts";

/** A request as the wrapper hands it on: headers in lower case, path parameters decoded, nothing parsed. */
export interface RawRequest<Caller> {
  /** Who calls; undefined on routes that need nobody. */
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly isBase64: boolean;
  readonly requestId: string;
}

export interface RouteRequest<Caller, Body, Query> extends Omit<RawRequest<Caller>, "body" | "query" | "isBase64"> {
  readonly body: Body;
  readonly query: Query;
}

/** One route: what it takes and what it answers. A request without a body counts as `{}`. */
export interface RouteDefinition<Caller, Body, Query> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Such as `/api/jobs/{id}/cancel`. A parameter called `id` has to be a UUID; anything else is not found. */
  readonly path: string;
  readonly needs: Needs;
  readonly body?: z.ZodType<Body>;
  readonly query?: z.ZodType<Query>;
  /** @default 64 KiB */
  readonly maxBodyBytes?: number;
  readonly answer: (request: RouteRequest<Caller, Body, Query>) => Promise<Answer>;
}

/** A route whose types of body and query are settled inside, so that a table can hold it. */
export interface Route<Caller> {
  readonly method: string;
  readonly path: string;
  readonly needs: Needs;
  /** What the route takes, for the test that holds the API description against it. */
  readonly body: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly run: (request: RawRequest<Caller>) => Promise<Answer>;
}

const bodyMaxBytes = 64 * 1024;

export function route<Caller, Body = undefined, Query = undefined>(
  definition: RouteDefinition<Caller, Body, Query>,
): Route<Caller> {
  const { method, path, needs, maxBodyBytes = bodyMaxBytes } = definition;
  return {
    method,
    path,
    needs,
    body: definition.body,
    query: definition.query,
    run: async ({ body, isBase64, query, ...request }) =>
      definition.answer({
        ...request,
        query: parseWith(definition.query, query),
        body: parseWith(definition.body, definition.body && readJson(body, isBase64, maxBodyBytes)),
      }),
  };
}
