import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalStack } from "../local/stack.ts";
import type { SessionCredentials } from "../local/cloud/sessions.ts";
import type { CloudAccount } from "./cloud-account.ts";

/** The real values of secrets, each under a name, and where they are to be searched for. */
export class KnownSecrets {
  readonly #values = new Map<string, string>();

  get values(): readonly string[] {
    return [...this.#values.values()];
  }

  add(name: string, value: string): void {
    this.#values.set(name, value);
  }

  addCredentials(handedOut: readonly SessionCredentials[]): void {
    for (const { accessKeyId, secretAccessKey, sessionToken } of handedOut) {
      this.add(`secret key of ${accessKeyId}`, secretAccessKey);
      this.add(`session token of ${accessKeyId}`, sessionToken);
    }
  }

  /** The token that the worker of this token was given for a job. */
  async addJobToken(account: CloudAccount, jobId: string, workerToken: string): Promise<void> {
    const claim = await account.claimOf(jobId);
    this.add(`token of job ${jobId}`, createHmac("sha256", workerToken).update(claim).digest("hex"));
  }

  /** Names of the secrets that stand in a text, also in base64. */
  in(text: string): string[] {
    return [...this.#values]
      .filter(([, value]) => text.includes(value) || text.includes(Buffer.from(value).toString("base64")))
      .map(([name]) => name);
  }
}

/** Every row of every table, as one text a table. */
export async function textsOfTables(account: CloudAccount): Promise<readonly (readonly [string, string])[]> {
  const tables = await account.tables();
  return Promise.all(tables.map(async (table) => [table, JSON.stringify(await account.rows(table))] as const));
}

/** Every log of a program of the stack. */
export async function textsOfProgramLogs({ logDir }: LocalStack): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(logDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")] as const));
}
