import type { LogPage } from "../../contract/log.ts";
import type { Person } from "../../contract/person.ts";
import { readLog } from "../../store/job-logs.ts";
import { json } from "../answer.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { logFile } from "./log-file.ts";
import { personRoute } from "./person-route.ts";
import { logQuerySchema } from "../../contract/queries.ts";
import { requiredJob } from "./required-job.ts";

/** Reading a job's log: in pages of chunks, or as one text. */
export function logRoutes({ archive }: PeopleDependencies): readonly Route<Person>[] {
  return [
    personRoute({
      method: "GET",
      path: "/api/jobs/{id}/logs",
      needs: "viewer",
      query: logQuerySchema,
      answer: async ({ params, query }) => {
        // The row first: what it says of the end of the log then holds for the chunks that are read after it.
        const row = await requiredJob(params["id"]);
        const { items, place, atEnd } = await readLog(row, query);
        const complete = row.log_complete && atEnd;
        const page: LogPage = { items: [...items], next_after: complete ? null : (place ?? null), complete };
        return json(200, page);
      },
    }),
    personRoute({
      method: "GET",
      path: "/api/jobs/{id}/log.txt",
      needs: "viewer",
      answer: async ({ params, headers }) => {
        const takesGzip = /\bgzip\b/i.test(headers["accept-encoding"] ?? "");
        return logFile(await requiredJob(params["id"]), archive, takesGzip);
      },
    }),
  ];
}
