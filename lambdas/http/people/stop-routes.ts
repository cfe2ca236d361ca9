import { cancelJobSchema, recoverJobSchema } from "../../contract/create-job.ts";
import type { Person } from "../../contract/person.ts";
import { presentJob } from "../../domain/present-job.ts";
import { cancelJob } from "../../trellis/cancel-job.ts";
import { recoverJob } from "../../trellis/recover-job.ts";
import { json } from "../answer.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { personRoute } from "./person-route.ts";
import { found } from "./required-job.ts";

/** Ending jobs by hand. */
export function stopRoutes(dependencies: PeopleDependencies): readonly Route<Person>[] {
  return [
    personRoute({
      method: "POST",
      path: "/api/jobs/{id}/cancel",
      needs: "operator",
      body: cancelJobSchema,
      answer: async ({ params, body: { force = false }, caller: person }) => {
        const job = await cancelJob(params["id"] ?? "", { person, force }, dependencies);
        return json(202, presentJob(found(job, "job")));
      },
    }),
    personRoute({
      method: "POST",
      path: "/api/jobs/{id}/recover",
      needs: "admin",
      body: recoverJobSchema,
      answer: async ({ params, body: { reason }, caller: person }) => {
        const job = await recoverJob(params["id"] ?? "", { person, reason }, dependencies);
        return json(200, presentJob(found(job, "job")));
      },
    }),
  ];
}
