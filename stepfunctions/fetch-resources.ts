import { identityJob } from "./identity-job.ts";
import type { Machine } from "./language.ts";
import type { MachineParts } from "./parts.ts";

/** FETCH_RESOURCES: lists anew what is there. */
export function fetchResources(parts: MachineParts): Machine {
  return identityJob({ type: "FETCH_RESOURCES", parts, afterAssume: {} });
}
