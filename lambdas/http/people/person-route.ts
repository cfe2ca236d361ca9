import type { Person } from "../../contract/person.ts";
import { route, type Route, type RouteDefinition } from "../route.ts";

/** A route whose caller is a person. */
export function personRoute<Body = undefined, Query = undefined>(
  definition: RouteDefinition<Person, Body, Query>,
): Route<Person> {
  return route(definition);
}
