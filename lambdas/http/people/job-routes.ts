import type { Person } from "../../contract/person.ts";
import { matchJob } from "../../domain/match-job.ts";
import { itemsThatFit } from "../../domain/items-that-fit.ts";
import { presentJob } from "../../domain/present-job.ts";
import { listJobs } from "../../store/list-jobs.ts";
import { json } from "../answer.ts";
import type { Route } from "../route.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { personRoute } from "./person-route.ts";
import { jobListSchema } from "../../contract/queries.ts";
import { requiredJob } from "./required-job.ts";

/** Reading jobs. */
export const jobRoutes: readonly Route<Person>[] = [
  personRoute({
    method: "GET",
    path: "/api/jobs",
    needs: "viewer",
    query: jobListSchema,
    answer: async ({ query: { limit, cursor, ...filter } }) => {
      const page = await listJobs((row) => matchJob(row, filter), { limit, before: fromCursor(cursor) });
      const items = itemsThatFit(page.items.map(presentJob));
      const next = items.length < page.items.length ? page.items[items.length - 1]?.feed_key : page.next;
      return json(200, { items, next_cursor: toCursor(next) });
    },
  }),
  personRoute({
    method: "GET",
    path: "/api/jobs/{id}",
    needs: "viewer",
    answer: async ({ params }) => json(200, presentJob(await requiredJob(params["id"]))),
  }),
  personRoute({
    method: "GET",
    path: "/api/jobs/{id}/status",
    needs: "viewer",
    answer: async ({ params }) => {
      const { status, error_message } = await requiredJob(params["id"]);
      return json(200, { status, error_message });
    },
  }),
];
