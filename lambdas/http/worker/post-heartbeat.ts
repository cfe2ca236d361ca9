import { VintnerError } from "../../contract/errors.ts";
import { heartbeatSchema, type Heartbeat } from "../../contract/worker.ts";
import { presentTendril } from "../../domain/present-tendril.ts";
import { isDrainAsked } from "../../domain/drain.ts";
import type { TendrilRow } from "../../domain/tendril-row.ts";
import type { TaskTokens } from "../../cloud/task-tokens.ts";
import { publishTendril } from "../../trellis/publish-tendril.ts";
import { tendWaitSafely } from "../../trellis/tend-wait.ts";
import { json } from "../answer.ts";
import { route, type Route } from "../route.ts";
import type { Worker } from "./authenticate.ts";
import { recordInstance, renewLease } from "./heartbeat.ts";

export interface HeartbeatParts {
  readonly now: () => Date;
  readonly latestVersion: string;
  readonly taskTokens: Pick<TaskTokens, "succeed" | "fail">;
}

/** `POST /api/tendrils/heartbeat`. The platform runner has no row: its heartbeat counts for its job alone. */
export function postHeartbeat(parts: HeartbeatParts): Route<Worker> {
  return route({
    method: "POST",
    path: "/api/tendrils/heartbeat",
    needs: "worker",
    body: heartbeatSchema,
    answer: async ({ caller, body }) => {
      const now = parts.now();
      const row = caller.tendril && (await heard(caller.tendril, body, now, parts.latestVersion));
      const lease = body.job && (await renewLease(caller.id, body.job, now));
      const isStopped = lease?.cancel === true || row?.drain_force === true;
      const cancel = isStopped && body.job !== undefined ? [body.job.id] : [];
      if (row?.drain_job_id !== undefined) {
        await tendWaitSafely(row.drain_job_id, { clock: { now: parts.now }, taskTokens: parts.taskTokens });
      }
      const drain = row !== undefined && isDrainAsked(row, body.instance_id);
      return json(200, { latest_version: parts.latestVersion, drain, cancel });
    },
  });
}

async function heard(before: TendrilRow, body: Heartbeat, now: Date, latestVersion: string): Promise<TendrilRow> {
  const row = await recordInstance(before, body, now);
  if (row === undefined) throw new VintnerError("WORKER_REJECTED", "The Tendril is not registered any more");
  const shown = (known: TendrilRow): string => {
    const { status, version, current_job_id } = presentTendril(known, now, latestVersion);
    return JSON.stringify([status, version, current_job_id]);
  };
  if (shown(before) !== shown(row)) await publishTendril(row, now);
  return row;
}
