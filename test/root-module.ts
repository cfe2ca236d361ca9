import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TrellisClient } from "../local/client/trellis-client.ts";
import type { ArchiveUpload, VineSource } from "../lambdas/contract/vine.ts";

/** Uploads a root module of one file as a person would, and answers it as the source of a vine. */
export async function uploadRootModule(client: TrellisClient, main: string): Promise<VineSource> {
  const bytes = await archiveOf(main);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { status, body } = await client.post("/api/archives", { sha256, size: bytes.length });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  const { upload_url, headers } = body as ArchiveUpload;
  const put = await fetch(upload_url, { method: "PUT", headers, body: new Uint8Array(bytes) });
  if (!put.ok) throw new Error(`${put.status}: ${await put.text()}`);
  return { kind: "archive", sha256 };
}

async function archiveOf(main: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "vintner-root-module-"));
  try {
    await writeFile(join(folder, "main.tf"), main);
    execFileSync("tar", ["czf", "root.tgz", "main.tf"], { cwd: folder });
    return await readFile(join(folder, "root.tgz"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
