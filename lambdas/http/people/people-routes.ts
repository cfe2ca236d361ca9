import type { Person } from "../../contract/person.ts";
import type { Route } from "../route.ts";
import { cloudIdentityRoutes } from "./cloud-identity-routes.ts";
import { createRoutes } from "./create-routes.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { jobRoutes } from "./job-routes.ts";
import { logRoutes } from "./log-routes.ts";
import { openRoutes } from "./open-routes.ts";
import { stopRoutes } from "./stop-routes.ts";
import { tendrilRoutes } from "./tendril-routes.ts";
import { ticketRoutes } from "./ticket-routes.ts";
import { vineRoutes } from "./vine-routes.ts";

/** Every route for people. */
export function peopleRoutes(dependencies: PeopleDependencies): readonly Route<Person>[] {
  return [
    ...openRoutes(dependencies),
    ...jobRoutes,
    ...createRoutes(dependencies),
    ...stopRoutes(dependencies),
    ...logRoutes(dependencies),
    ...tendrilRoutes(dependencies),
    ...cloudIdentityRoutes(dependencies),
    ...vineRoutes(dependencies),
    ...ticketRoutes(dependencies),
  ];
}
