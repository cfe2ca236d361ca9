import { errorCatalogue, type ErrorCode } from "../errors.ts";
import type { RouteDescription } from "./route-description.ts";

/** The codes with which a route may refuse, by status: its own and those that follow from what it takes. */
export function errorCodes(path: string, route: RouteDescription): Readonly<Record<string, readonly ErrorCode[]>> {
  const codes = [...new Set([...(route.errors ?? []), ...implied(path, route)])];
  return Object.groupBy(codes, (code) => String(errorCatalogue[code].status)) as Record<string, ErrorCode[]>;
}

function implied(path: string, { needs, body, query, idempotent }: RouteDescription): ErrorCode[] {
  const takes = body !== undefined || query !== undefined || idempotent === true;
  return [
    // An address with a token in it is refused by every route.
    "UNAUTHENTICATED",
    ...(needs === "worker" ? (["WORKER_REJECTED"] as const) : []),
    ...(needs === "operator" || needs === "admin" ? (["FORBIDDEN"] as const) : []),
    ...(path.includes("{") ? (["NOT_FOUND"] as const) : []),
    ...(takes ? (["INVALID_REQUEST"] as const) : []),
    ...(body === undefined ? [] : (["PAYLOAD_TOO_LARGE"] as const)),
    ...(idempotent === true ? (["IDEMPOTENCY_MISMATCH"] as const) : []),
    "INTERNAL",
    "UNAVAILABLE",
  ];
}
