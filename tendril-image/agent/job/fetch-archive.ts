import { createHash } from "node:crypto";
import { VintnerError } from "../../../lambdas/contract/errors.ts";
import { archiveMaxBytes } from "../../../lambdas/contract/vine.ts";
import type { Work } from "../../../lambdas/contract/worker.ts";
import { archiveInvalid } from "../archive/read-archive.ts";
import { unpackArchive } from "../archive/unpack-archive.ts";
import type { StepLog } from "../log/step-log.ts";
import { UnreachableError } from "../trellis/errors.ts";
import type { StageContext } from "./stage.ts";

type Archive = Extract<Work["source"], { kind: "archive" }>;

/**
 * Downloads the archive and unpacks it where Terraform runs. Answers how many files it has.
 * @throws ARCHIVE_INVALID for other bytes than were named, or no root module; RUNNER_FAILED when they cannot be read.
 */
export async function fetchArchive({ session, folder }: StageContext, archive: Archive, log: StepLog): Promise<number> {
  log.say(`Downloading the archive with the SHA-256 ${archive.sha256}`);
  const bytes = await download(session, archive.url);
  if (bytes === undefined) throw archiveInvalid("It is more than 10 MB");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== archive.sha256) throw archiveInvalid(`Its SHA-256 is ${sha256}`);
  log.say(`Unpacking ${bytes.length} bytes`);
  return unpackArchive(bytes, folder);
}

async function download(session: StageContext["session"], url: string): Promise<Uint8Array | undefined> {
  try {
    return await session.download(url, archiveMaxBytes);
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    throw new VintnerError("RUNNER_FAILED", `The archive could not be read: ${error.message}`, { cause: error });
  }
}
