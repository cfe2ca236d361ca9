import { VintnerError } from "../../contract/errors.ts";

/** A place in a list as clients carry it: opaque. */
export function toCursor(place: string | undefined): string | null {
  return place === undefined ? null : Buffer.from(place, "utf8").toString("base64url");
}

export function fromCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const place = Buffer.from(cursor, "base64url").toString("utf8");
  if (place !== "" && toCursor(place) === cursor) return place;
  throw new VintnerError("NOT_FOUND", "The cursor is not one that a list has given.");
}
