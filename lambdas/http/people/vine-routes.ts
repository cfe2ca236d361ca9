import { archiveInputSchema, vineConfigMaxBytes, vineInputSchema, vineyardInputSchema } from "../../contract/vine.ts";
import type { Person } from "../../contract/person.ts";
import { pageSchema, vineListSchema } from "../../contract/queries.ts";
import { presentVine } from "../../domain/present-vine.ts";
import { getVine, listVines, vinePlace } from "../../store/vines.ts";
import { listVineyards } from "../../store/vineyards.ts";
import { changeVine, createVine, deleteVine } from "../../trellis/vines.ts";
import { createVineyard } from "../../trellis/vineyards.ts";
import { json, jsonText, noContent } from "../answer.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { pageOf } from "./page.ts";
import { personRoute } from "./person-route.ts";
import { found } from "./required-job.ts";

/** So that a configuration that is too large is told by its field. */
const maxBodyBytes = 4 * vineConfigMaxBytes;

/** Infrastructure to be planned: vineyards, their vines and the archives of root modules. */
export function vineRoutes(dependencies: PeopleDependencies): readonly Route<Person>[] {
  const { clock, vineArchives } = dependencies;
  return [
    personRoute({
      method: "GET",
      path: "/api/vineyards",
      needs: "viewer",
      query: pageSchema,
      answer: async ({ query }) =>
        json(
          200,
          pageOf(await listVineyards(), ({ name }) => name, query),
        ),
    }),
    personRoute({
      method: "POST",
      path: "/api/vineyards",
      needs: "operator",
      body: vineyardInputSchema,
      answer: async ({ body: { name }, caller: person, headers }) => {
        const idempotencyKey = readIdempotencyKey(headers);
        return jsonText(201, await createVineyard({ name, person, idempotencyKey }, clock));
      },
    }),
    personRoute({
      method: "GET",
      path: "/api/vines",
      needs: "viewer",
      query: vineListSchema,
      answer: async ({ query: { vineyard_id, ...query } }) => {
        const { items, next_cursor } = pageOf(await listVines(vineyard_id), vinePlace, query);
        return json(200, { items: items.map(presentVine), next_cursor });
      },
    }),
    personRoute({
      method: "POST",
      path: "/api/vines",
      needs: "operator",
      body: vineInputSchema,
      maxBodyBytes,
      answer: async ({ body: input, caller: person, headers }) => {
        const idempotencyKey = readIdempotencyKey(headers);
        return jsonText(201, await createVine({ input, person, idempotencyKey }, dependencies));
      },
    }),
    personRoute({
      method: "GET",
      path: "/api/vines/{id}",
      needs: "viewer",
      answer: async ({ params }) => json(200, presentVine(found(await getVine(params["id"] ?? ""), "vine"))),
    }),
    personRoute({
      method: "PUT",
      path: "/api/vines/{id}",
      needs: "operator",
      body: vineInputSchema,
      maxBodyBytes,
      answer: async ({ params, body }) =>
        json(200, presentVine(await changeVine(params["id"] ?? "", body, dependencies))),
    }),
    personRoute({
      method: "DELETE",
      path: "/api/vines/{id}",
      needs: "operator",
      answer: async ({ params }) => {
        await deleteVine(params["id"] ?? "");
        return noContent();
      },
    }),
    personRoute({
      method: "POST",
      path: "/api/archives",
      needs: "operator",
      body: archiveInputSchema,
      answer: async ({ body }) => json(201, await vineArchives.upload(body, clock.now())),
    }),
  ];
}
