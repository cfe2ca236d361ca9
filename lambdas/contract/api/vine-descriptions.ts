import { pageSchema, vineListSchema } from "../queries.ts";
import {
  archiveInputSchema,
  archiveUploadSchema,
  vineInputSchema,
  vineSchema,
  vineyardInputSchema,
  vineyardSchema,
} from "../vine.ts";
import { vinePageSchema, vineyardPageSchema } from "./answers.ts";
import type { RouteDescriptions } from "./route-description.ts";

const example = {
  vineyard_id: "0b7c3a52-6a52-4f0e-9d2c-2c8f6f0f3b11",
  cloud_identity_id: "7d0f5c1e-1f0b-4c61-8a0e-5a4f7e2d9c20",
  project_name: "shop",
  environment_stage: "production",
  region: "eu-west-1",
  config: { source: { kind: "template", name: "aws-bucket" }, variables: { name_prefix: "shop-assets" } },
};

const archive = "An archive has to be uploaded before: else ARCHIVE_MISSING.";

export const vineDescriptions = {
  "GET /api/vineyards": {
    id: "listVineyards",
    tag: "Vines",
    summary: "Lists vineyards by name",
    needs: "viewer",
    query: pageSchema,
    answers: { 200: vineyardPageSchema },
    errors: ["NOT_FOUND"],
  },
  "POST /api/vineyards": {
    id: "createVineyard",
    tag: "Vines",
    summary: "Makes a vineyard",
    needs: "operator",
    body: vineyardInputSchema,
    example: { name: "shop" },
    idempotent: true,
    answers: { 201: vineyardSchema },
    errors: ["NAME_TAKEN"],
  },
  "GET /api/vines": {
    id: "listVines",
    tag: "Vines",
    summary: "Lists vines by project and stage",
    needs: "viewer",
    query: vineListSchema,
    answers: { 200: vinePageSchema },
    errors: ["NOT_FOUND"],
  },
  "POST /api/vines": {
    id: "createVine",
    tag: "Vines",
    summary: "Plants a vine",
    detail: `In AWS identities only so far. A vineyard has one vine of a project and stage. ${archive}`,
    needs: "operator",
    body: vineInputSchema,
    example,
    idempotent: true,
    answers: { 201: vineSchema },
    errors: ["NOT_FOUND", "NAME_TAKEN", "ARCHIVE_MISSING"],
  },
  "GET /api/vines/{id}": {
    id: "getVine",
    tag: "Vines",
    summary: "Reads a vine",
    needs: "viewer",
    answers: { 200: vineSchema },
  },
  "PUT /api/vines/{id}": {
    id: "replaceVine",
    tag: "Vines",
    summary: "Configures a vine anew",
    detail: `Says all of it: what is not named is gone. Refused while a job is open on the vine. ${archive}`,
    needs: "operator",
    body: vineInputSchema,
    example,
    answers: { 200: vineSchema },
    errors: ["NAME_TAKEN", "ARCHIVE_MISSING", "TARGET_BUSY"],
  },
  "DELETE /api/vines/{id}": {
    id: "deleteVine",
    tag: "Vines",
    summary: "Forgets a vine",
    detail: "Refused while a job is open on it.",
    needs: "operator",
    answers: { 204: "nothing" },
    errors: ["TARGET_BUSY"],
  },
  "POST /api/archives": {
    id: "createArchiveUpload",
    tag: "Vines",
    summary: "Answers an address that takes the upload of a root module",
    detail:
      "A `.tgz` of at most 10 MB. `PUT` the bytes to `upload_url` with the `headers` of the answer within 15 minutes: only bytes of exactly this size and hash are taken.",
    needs: "operator",
    body: archiveInputSchema,
    example: { sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", size: 4096 },
    answers: { 201: archiveUploadSchema },
  },
} as const satisfies RouteDescriptions;
