import * as z from "zod";
import {
  cloudIdentitySchema,
  createCloudIdentitySchema,
  patchCloudIdentitySchemas,
  setupSchema,
} from "../cloud-identity.ts";
import { pageSchema } from "../queries.ts";
import { cloudIdentityPageSchema } from "./answers.ts";
import type { RouteDescriptions } from "./route-description.ts";

/** One of them, by the provider of the identity. */
export const patchCloudIdentitySchema = z.union([
  patchCloudIdentitySchemas.aws,
  patchCloudIdentitySchemas.gcp,
  patchCloudIdentitySchemas.azure,
]);

export const cloudIdentityDescriptions = {
  "GET /api/cloud-identities": {
    id: "listCloudIdentities",
    tag: "Cloud identities",
    summary: "Lists cloud identities by name",
    detail: "Without what was discovered: that comes with the identity itself.",
    needs: "viewer",
    query: pageSchema,
    answers: { 200: cloudIdentityPageSchema },
    errors: ["NOT_FOUND"],
  },
  "POST /api/cloud-identities": {
    id: "createCloudIdentity",
    tag: "Cloud identities",
    summary: "Connects a cloud",
    detail:
      "Of AWS the name alone: Trellis makes the external id, and `role_arn` comes by PATCH once the set-up has made the role.",
    needs: "admin",
    body: createCloudIdentitySchema,
    example: { provider: "aws", name: "production" },
    idempotent: true,
    answers: { 201: cloudIdentitySchema },
    errors: ["NAME_TAKEN"],
  },
  "GET /api/cloud-identities/{id}": {
    id: "getCloudIdentity",
    tag: "Cloud identities",
    summary: "Reads a cloud identity and what was discovered",
    needs: "viewer",
    answers: { 200: cloudIdentitySchema },
  },
  "GET /api/cloud-identities/{id}/setup": {
    id: "getCloudIdentitySetup",
    tag: "Cloud identities",
    summary: "Tells what to do in the identity's cloud, ready to copy",
    needs: "viewer",
    answers: { 200: setupSchema },
  },
  "PATCH /api/cloud-identities/{id}": {
    id: "changeCloudIdentity",
    tag: "Cloud identities",
    summary: "Changes a cloud identity",
    detail: "What is not named stays. New credentials clear `is_verified`: test the connection afterwards.",
    needs: "admin",
    body: patchCloudIdentitySchema,
    example: { credentials: { role_arn: "arn:aws:iam::123456789012:role/vintner" } },
    answers: { 200: cloudIdentitySchema },
    errors: ["NAME_TAKEN", "TARGET_BUSY"],
  },
  "DELETE /api/cloud-identities/{id}": {
    id: "deleteCloudIdentity",
    tag: "Cloud identities",
    summary: "Forgets a cloud identity and what was found in it",
    detail: "What was made in the cloud stays there.",
    needs: "admin",
    answers: { 204: "nothing" },
    errors: ["IDENTITY_IN_USE", "TARGET_BUSY"],
  },
} as const satisfies RouteDescriptions;
