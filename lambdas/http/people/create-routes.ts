import { applyJobSchema, createJobSchema, emptySchema } from "../../contract/create-job.ts";
import type { Person } from "../../contract/person.ts";
import { createJob, rerunJob } from "../../trellis/create-job.ts";
import { VintnerError } from "../../contract/errors.ts";
import { jsonText } from "../answer.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { personRoute } from "./person-route.ts";
import { requiredJob } from "./required-job.ts";

/** Making jobs: anew, of a closed one, or of a plan. */
export function createRoutes(dependencies: PeopleDependencies): readonly Route<Person>[] {
  return [
    personRoute({
      method: "POST",
      path: "/api/jobs",
      needs: "operator",
      body: createJobSchema,
      answer: async ({ body: request, caller: person, headers }) => {
        const idempotencyKey = readIdempotencyKey(headers);
        return jsonText(201, await createJob({ request, person, idempotencyKey }, dependencies));
      },
    }),
    personRoute({
      method: "POST",
      path: "/api/jobs/{id}/rerun",
      needs: "operator",
      body: emptySchema,
      answer: async ({ params, caller: person, headers }) => {
        const idempotencyKey = readIdempotencyKey(headers);
        const row = await requiredJob(params["id"]);
        return jsonText(201, await rerunJob(row, { person, idempotencyKey }, dependencies));
      },
    }),
    personRoute({
      method: "POST",
      path: "/api/jobs/{id}/apply",
      needs: "operator",
      body: applyJobSchema,
      answer: async ({ params }) => {
        const { type } = await requiredJob(params["id"]);
        const message =
          type === "PLAN" ? "Plans cannot be applied yet." : `Only a PLAN can be applied; this job is ${type}.`;
        throw new VintnerError("NOT_APPLICABLE", message);
      },
    }),
  ];
}
