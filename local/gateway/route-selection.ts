/** Evaluates a route selection expression such as `$request.body.action` on a message. */
export function selectRoute(expression: string, body: string): string | undefined {
  const path = /^\$request\.body\.([\w.]+)$/.exec(expression)?.[1];
  if (path === undefined)
    throw new Error(`The route selection expression ${expression} is not known to the local stack`);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const member of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return typeof value === "string" ? value : undefined;
}
