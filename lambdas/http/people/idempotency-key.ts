import { idempotencyKeySchema } from "../../contract/create-job.ts";
import { VintnerError } from "../../contract/errors.ts";
import type { RequestHeaders } from "../handler.ts";

/** The `Idempotency-Key` of a request, where it has one. */
export function readIdempotencyKey(headers: RequestHeaders): string | undefined {
  const given = headers["idempotency-key"];
  if (given === undefined) return undefined;
  const key = idempotencyKeySchema.safeParse(given);
  if (key.success) return key.data;
  throw new VintnerError("INVALID_REQUEST", `Idempotency-Key ${key.error.issues[0]?.message ?? "is not valid"}.`);
}
