import {
  createCloudIdentitySchema,
  patchCloudIdentitySchemas,
  type PatchCloudIdentity,
} from "../../contract/cloud-identity.ts";
import type { Person } from "../../contract/person.ts";
import { presentCloudIdentity } from "../../domain/present-cloud-identity.ts";
import { getCloudIdentity, identityPlace, listCloudIdentities } from "../../store/cloud-identities.ts";
import {
  changeIdentity,
  createIdentity,
  deleteIdentity,
  identityWithResources,
} from "../../trellis/cloud-identities.ts";
import { identitySetup } from "../../trellis/identity-setup.ts";
import { json, jsonText, noContent } from "../answer.ts";
import { parseWith } from "../parse.ts";
import type { Route } from "../route.ts";
import { anyBodySchema } from "./body-schemas.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { pageOf } from "./page.ts";
import { personRoute } from "./person-route.ts";
import { pageSchema } from "../../contract/queries.ts";
import { found } from "./required-job.ts";

const required = async (id = "") => found(await getCloudIdentity(id), "cloud identity");
const shown = async (id = "") => found(await identityWithResources(id), "cloud identity");

/** Connected accounts, projects and subscriptions. */
export function cloudIdentityRoutes({ clock, platform }: PeopleDependencies): readonly Route<Person>[] {
  return [
    personRoute({
      method: "GET",
      path: "/api/cloud-identities",
      needs: "viewer",
      query: pageSchema,
      answer: async ({ query }) => {
        const { items, next_cursor } = pageOf(await listCloudIdentities(), identityPlace, query);
        // What was discovered may be megabytes of each: it comes with the identity itself.
        return json(200, { items: items.map((row) => presentCloudIdentity(row)), next_cursor });
      },
    }),
    personRoute({
      method: "POST",
      path: "/api/cloud-identities",
      needs: "admin",
      body: createCloudIdentitySchema,
      answer: async ({ body: request, caller: person, headers }) => {
        const idempotencyKey = readIdempotencyKey(headers);
        return jsonText(201, await createIdentity({ request, person, idempotencyKey }, clock));
      },
    }),
    personRoute({
      method: "GET",
      path: "/api/cloud-identities/{id}",
      needs: "viewer",
      answer: async ({ params }) => json(200, await shown(params["id"])),
    }),
    personRoute({
      method: "GET",
      path: "/api/cloud-identities/{id}/setup",
      needs: "viewer",
      answer: async ({ params }) => json(200, identitySetup(await required(params["id"]), platform)),
    }),
    personRoute({
      method: "PATCH",
      path: "/api/cloud-identities/{id}",
      needs: "admin",
      body: anyBodySchema,
      answer: async ({ params, body }) => {
        const row = await required(params["id"]);
        const patch = parseWith<PatchCloudIdentity>(patchCloudIdentitySchemas[row.provider], body);
        await changeIdentity(row, patch);
        return json(200, await shown(row.id));
      },
    }),
    personRoute({
      method: "DELETE",
      path: "/api/cloud-identities/{id}",
      needs: "admin",
      answer: async ({ params }) => {
        await deleteIdentity(await required(params["id"]));
        return noContent();
      },
    }),
  ];
}
