import { VintnerError } from "../contract/errors.ts";
import type { Route } from "./route.ts";

export interface Match<Caller> {
  readonly route: Route<Caller>;
  readonly params: Readonly<Record<string, string>>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Finds the route of a request; NOT_FOUND or METHOD_NOT_ALLOWED without one. */
export function findRoute<Caller>(routes: readonly Route<Caller>[], method: string, path: string): Match<Caller> {
  const here = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params === undefined ? [] : [{ route, params }];
  });
  const match = here.find(({ route }) => route.method === method);
  if (match !== undefined) return match;
  if (here.length === 0) throw new VintnerError("NOT_FOUND", "There is nothing at this address.");
  const allow = here.map(({ route }) => route.method).join(", ");
  throw new VintnerError("METHOD_NOT_ALLOWED", `This address takes ${allow}.`, { extensions: { allow } });
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== value) return undefined;
    } else {
      if (name === "id" && !uuid.test(value)) return undefined;
      params[name] = value;
    }
  }
  return params;
}
