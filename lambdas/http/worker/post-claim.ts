import type { Artifacts } from "../../cloud/artifacts.ts";
import { claimSchema, type ClaimAnswer } from "../../contract/worker.ts";
import { presentJob } from "../../domain/present-job.ts";
import { json, noContent } from "../answer.ts";
import { route, type Route } from "../route.ts";
import type { Worker } from "./authenticate.ts";
import { claimForPlatform, tokenFor } from "./claim.ts";
import { claimForTendril } from "./claim-for-tendril.ts";
import { workOf, type WorkSettings } from "./work.ts";

export interface ClaimParts {
  readonly now: () => Date;
  readonly settings: WorkSettings;
  readonly artifacts: Pick<Artifacts, "urlToRead">;
}

/** `POST /api/jobs/claim`. */
export function postClaim({ now, settings, artifacts }: ClaimParts): Route<Worker> {
  return route({
    method: "POST",
    path: "/api/jobs/claim",
    needs: "worker",
    body: claimSchema,
    answer: async ({ caller: { id, token, tendril }, body: { request_id, job_id } }) => {
      const request = { workerId: id, workerToken: token, requestId: request_id };
      const row =
        tendril === undefined
          ? await claimForPlatform(request, job_id, now())
          : await claimForTendril(request, tendril, job_id, now());
      if (row === undefined) return noContent();
      const answer: ClaimAnswer = {
        job: presentJob(row),
        work: await workOf(row, settings, artifacts),
        job_token: tokenFor(row, request),
      };
      return json(200, answer);
    },
  });
}
