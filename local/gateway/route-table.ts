/** A route of an HTTP API: `POST /api/jobs/{id}`, `ANY /api/{proxy+}` or `$default`. */
export interface MatchedRoute<Target> {
  readonly routeKey: string;
  readonly target: Target;
  readonly pathParameters: Readonly<Record<string, string>>;
}

export interface RouteTable<Target> {
  add(routeKey: string, target: Target): void;
  match(method: string, path: string): MatchedRoute<Target> | undefined;
}

interface Route<Target> {
  readonly routeKey: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly target: Target;
  readonly rank: string;
}

/** The most specific route wins: literal before variable before greedy, its method before ANY, `$default` last. */
export function createRouteTable<Target>(): RouteTable<Target> {
  const routes: Route<Target>[] = [];
  return {
    add(routeKey, target) {
      const [method = "", path = ""] = routeKey === "$default" ? ["ANY", "/{proxy+}"] : routeKey.split(" ");
      const segments = split(path);
      const rank = routeKey === "$default" ? "~" : segments.map(rankOf).join("") + (method === "ANY" ? "1" : "0");
      routes.push({ routeKey, method, segments, target, rank });
      routes.sort((left, right) => (left.rank < right.rank ? -1 : 1));
    },
    match(method, path) {
      const actual = split(path);
      for (const route of routes) {
        if (route.method !== "ANY" && route.method !== method) continue;
        const pathParameters = matchSegments(route.segments, actual);
        if (pathParameters === undefined) continue;
        return {
          routeKey: route.routeKey,
          target: route.target,
          pathParameters: route.routeKey === "$default" ? {} : pathParameters,
        };
      }
      return undefined;
    },
  };
}

function split(path: string): readonly string[] {
  return path.split("/").slice(1);
}

function rankOf(segment: string): string {
  if (segment.endsWith("+}")) return "c";
  return segment.startsWith("{") ? "b" : "a";
}

function matchSegments(pattern: readonly string[], actual: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    if (segment.endsWith("+}")) {
      parameters[segment.slice(1, -2)] = actual.slice(index).map(decodeURIComponent).join("/");
      return parameters;
    }
    const value = actual[index];
    if (value === undefined) return undefined;
    if (segment.startsWith("{") && value !== "") parameters[segment.slice(1, -1)] = decodeURIComponent(value);
    else if (segment !== value) return undefined;
  }
  return pattern.length === actual.length ? parameters : undefined;
}
