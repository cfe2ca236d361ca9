import type { AssumeRole } from "../../cloud/assume-role.ts";
import { credentialsRequestSchema } from "../../contract/worker.ts";
import { json } from "../answer.ts";
import { route, type Route } from "../route.ts";
import type { Worker } from "./authenticate.ts";
import { jobCredentials, type BrokerSettings } from "./job-credentials.ts";
import { tokenHolder } from "./token-holder.ts";
import { workerJob } from "./worker-job.ts";

export interface BrokerParts {
  readonly now: () => Date;
  readonly settings: BrokerSettings;
  readonly assumeRole: AssumeRole;
}

/** `POST /api/jobs/{id}/credentials`. */
export function postCredentials({ now, settings, assumeRole }: BrokerParts): Route<Worker> {
  return route({
    method: "POST",
    path: "/api/jobs/{id}/credentials",
    needs: "worker",
    body: credentialsRequestSchema,
    answer: async (request) => {
      const { id = "" } = request.params;
      const row = await workerJob(id, tokenHolder(request, request.body.attempt), now());
      return json(200, await jobCredentials(row, settings, assumeRole));
    },
  });
}
