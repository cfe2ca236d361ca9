import { VintnerError } from "../contract/errors.ts";
import type { VineSource } from "../contract/vine.ts";
import type { VineArchives } from "../cloud/vine-archives.ts";

/** Throws ARCHIVE_MISSING for a root module whose bytes were never uploaded. */
export async function checkSource(source: VineSource, archives: Pick<VineArchives, "has">): Promise<void> {
  if (source.kind === "template" || (await archives.has(source.sha256))) return;
  const detail = `The archive ${source.sha256} was not uploaded: ask POST /api/archives for an address and upload it there.`;
  throw new VintnerError("ARCHIVE_MISSING", detail, {
    errors: [{ pointer: "/config/source/sha256", detail: "was not uploaded" }],
  });
}
