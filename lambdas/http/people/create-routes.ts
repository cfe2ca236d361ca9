import { createJobSchema, idempotencyKeySchema } from "../../contract/create-job.ts";
import type { Person } from "../../contract/person.ts";
import { createJob, rerunJob } from "../../trellis/create-job.ts";
import { VintnerError } from "../../contract/errors.ts";
import { jsonText } from "../answer.ts";
import type { RequestHeaders } from "../handler.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { applyJobSchema, emptySchema } from "./body-schemas.ts";
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
        throw new VintnerError("NOT_APPLICABLE", `Only a PLAN can be applied; this job is ${type}.`);
      },
    }),
  ];
}

/** The `Idempotency-Key` of a request, where it has one. */
function readIdempotencyKey(headers: RequestHeaders): string | undefined {
  const given = headers["idempotency-key"];
  if (given === undefined) return undefined;
  const key = idempotencyKeySchema.safeParse(given);
  if (key.success) return key.data;
  throw new VintnerError("INVALID_REQUEST", `Idempotency-Key ${key.error.issues[0]?.message ?? "is not valid"}.`);
}
