import type { Person } from "../../contract/person.ts";
import { registerSelfHostedSchema } from "../../contract/tendril.ts";
import { presentTendril } from "../../domain/present-tendril.ts";
import { getTendril, listTendrils } from "../../store/tendrils.ts";
import { registerSelfHosted } from "../../trellis/register-self-hosted.ts";
import { json, jsonText } from "../answer.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { pageOf } from "./page.ts";
import { personRoute } from "./person-route.ts";
import { pageSchema } from "../../contract/queries.ts";
import { found } from "./required-job.ts";

export function tendrilRoutes(dependencies: PeopleDependencies): readonly Route<Person>[] {
  const { clock, latestVersion } = dependencies;
  return [
    personRoute({
      method: "GET",
      path: "/api/tendrils",
      needs: "viewer",
      query: pageSchema,
      answer: async ({ query }) => {
        const { items, next_cursor } = pageOf(await listTendrils(), ({ name }) => name, query);
        return json(200, { items: items.map((row) => presentTendril(row, clock.now(), latestVersion)), next_cursor });
      },
    }),
    personRoute({
      method: "GET",
      path: "/api/tendrils/{id}",
      needs: "viewer",
      answer: async ({ params }) => {
        const row = await getTendril(params["id"] ?? "");
        // A Tendril is hidden until its job has registered it.
        const shown = found(row?.registered_at === undefined ? undefined : row, "Tendril");
        return json(200, presentTendril(shown, clock.now(), latestVersion));
      },
    }),
    personRoute({
      method: "POST",
      path: "/api/tendrils/register",
      needs: "admin",
      body: registerSelfHostedSchema,
      answer: async ({ body: { name }, caller: person, headers }) => {
        const idempotencyKey = readIdempotencyKey(headers);
        return jsonText(201, await registerSelfHosted({ name, person, idempotencyKey }, dependencies));
      },
    }),
  ];
}
