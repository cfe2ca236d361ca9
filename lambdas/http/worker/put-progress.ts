import type { TaskTokens } from "../../cloud/task-tokens.ts";
import { progressReportSchema } from "../../contract/worker.ts";
import { isCancelled } from "../../domain/is-cancelled.ts";
import { publishJob } from "../../trellis/publish-job.ts";
import { tendWaitSafely } from "../../trellis/tend-wait.ts";
import { json } from "../answer.ts";
import { route, type Route } from "../route.ts";
import type { Worker } from "./authenticate.ts";
import { recordProgress } from "./progress.ts";
import { tokenHolder } from "./token-holder.ts";
import { workerJob } from "./worker-job.ts";

/** Outputs may be large; a row of the table has 400 KB. */
const bodyMaxBytes = 256 * 1024;

export interface ProgressParts {
  readonly now: () => Date;
  readonly taskTokens: Pick<TaskTokens, "succeed" | "fail">;
}

/** `PUT /api/jobs/{id}/progress`. */
export function putProgress({ now, taskTokens }: ProgressParts): Route<Worker> {
  return route({
    method: "PUT",
    path: "/api/jobs/{id}/progress",
    needs: "worker",
    body: progressReportSchema,
    maxBodyBytes: bodyMaxBytes,
    answer: async (request) => {
      const { id = "" } = request.params;
      const row = await workerJob(id, tokenHolder(request, request.body.attempt), now());
      const changed = await recordProgress(row, request.body, now());
      if (changed !== row) await publishJob(changed);
      if (changed.outcome !== undefined && changed.wait !== undefined) {
        await tendWaitSafely(id, { clock: { now }, taskTokens });
      }
      return json(200, { cancel: isCancelled(changed) });
    },
  });
}
