import { VintnerError } from "../../contract/errors.ts";
import type { Person } from "../../contract/person.ts";
import { checkTables } from "../../store/check-tables.ts";
import { json } from "../answer.ts";
import type { Route } from "../route.ts";
import type { PeopleDependencies } from "./dependencies.ts";
import { personRoute } from "./person-route.ts";

/** What is answered without signing in. */
export function openRoutes({ config, checkIssuer }: PeopleDependencies): readonly Route<Person>[] {
  return [
    personRoute({
      method: "GET",
      path: "/healthz",
      needs: "nobody",
      answer: async () => {
        try {
          await Promise.all([checkTables(), checkIssuer()]);
        } catch (error) {
          throw new VintnerError("UNAVAILABLE", "A table or the issuer of the id tokens does not answer.", {
            cause: error,
          });
        }
        return json(200, { status: "ok", version: config.version });
      },
    }),
    personRoute({
      method: "GET",
      path: "/config.json",
      needs: "nobody",
      answer: async () => json(200, config),
    }),
  ];
}
