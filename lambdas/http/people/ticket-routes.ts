import { emptySchema } from "../../contract/create-job.ts";
import { VintnerError } from "../../contract/errors.ts";
import type { Person } from "../../contract/person.ts";
import { issueTicket } from "../../trellis/issue-ticket.ts";
import { json } from "../answer.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { personRoute } from "./person-route.ts";

export function ticketRoutes({ clock, allowedOrigins, newSecret }: PeopleDependencies): readonly Route<Person>[] {
  return [
    personRoute({
      method: "POST",
      path: "/api/realtime/tickets",
      needs: "viewer",
      body: emptySchema,
      answer: async ({ headers, caller: { name, group } }) => {
        // Browsers send an Origin with every POST; a program that has none gets a ticket that no page can use.
        const origin = headers["origin"] ?? null;
        if (origin !== null && !allowedOrigins.includes(origin)) {
          throw new VintnerError("FORBIDDEN", "This Origin may not open a WebSocket.");
        }
        const who = { kind: "person", name, group } as const;
        return json(201, await issueTicket(who, origin, { now: clock.now(), newSecret }));
      },
    }),
  ];
}
