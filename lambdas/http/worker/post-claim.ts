import { claimSchema } from "../../contract/worker.ts";
import { json, noContent } from "../answer.ts";
import { route, type Route } from "../route.ts";
import type { Worker } from "./authenticate.ts";
import { claim } from "./claim.ts";
import type { WorkSettings } from "./work.ts";

/** `POST /api/jobs/claim`. */
export function postClaim({
  now,
  settings,
}: {
  readonly now: () => Date;
  readonly settings: WorkSettings;
}): Route<Worker> {
  return route({
    method: "POST",
    path: "/api/jobs/claim",
    needs: "worker",
    body: claimSchema,
    answer: async ({ caller, body }) => {
      const request = {
        workerId: caller.id,
        workerToken: caller.token,
        requestId: body.request_id,
        jobId: body.job_id,
      };
      const answer = await claim(request, settings, now());
      return answer === undefined ? noContent() : json(200, answer);
    },
  });
}
