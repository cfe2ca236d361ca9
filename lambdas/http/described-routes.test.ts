import { expect, test } from "@jest/globals";
import { routeDescriptions } from "../contract/api/describe.ts";
import type { RouteDescription } from "../contract/api/route-description.ts";
import { anyBodySchema } from "./people/body-schemas.ts";
import type { PeopleDependencies } from "./people/dependencies.ts";
import { peopleRoutes } from "./people/people-routes.ts";
import type { Route } from "./route.ts";
import { artifactRoutes } from "./worker/artifact-routes.ts";
import { postClaim } from "./worker/post-claim.ts";
import { postCredentials } from "./worker/post-credentials.ts";
import { postHeartbeat } from "./worker/post-heartbeat.ts";
import { postLogs } from "./worker/post-logs.ts";
import { postTicket } from "./worker/post-ticket.ts";
import { putProgress } from "./worker/put-progress.ts";

/** A table is only looked at here: nothing behind it is called. */
const nothing = {} as never;

const routes: readonly Route<never>[] = [
  ...peopleRoutes({} as PeopleDependencies),
  ...[postHeartbeat, postTicket, postClaim, postCredentials, postLogs, putProgress].map((make) => make(nothing)),
  ...artifactRoutes(nothing),
];

const described: Readonly<Record<string, RouteDescription>> = routeDescriptions;

test("every route is described, and nothing else is", () => {
  expect(routes.map(keyOf).toSorted()).toEqual(Object.keys(described).toSorted());
});

test.each(routes.map((route) => [keyOf(route), route] as const))(
  "%s takes what its description tells, from whom it tells",
  (key, { needs, body, query }) => {
    const told = described[key];
    expect(told?.needs).toBe(needs);
    expect(query).toBe(told?.query);
    if (body === anyBodySchema) expect(told?.body).toBeDefined();
    else expect(body).toBe(told?.body);
  },
);

function keyOf({ method, path }: Route<never>): string {
  return `${method} ${path}`;
}
