import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import type { Secrets } from "./secrets.ts";

/**
 * The task tokens of states that wait. Somebody else ends the wait, later, so a token has to be kept: with it alone,
 * whoever may call SendTaskSuccess could make a job go on that must not. It is kept sealed (AES-256-GCM, bound to its
 * job), so that who reads a table, a backup or an export of it holds nothing; the key comes from a secret that only the
 * functions which keep and send tokens may read.
 */
export interface TaskTokens {
  seal(token: string, jobId: string): Promise<string>;
  /** Ends the wait well. A token whose task is over is as good as sent. */
  succeed(sealed: string, jobId: string): Promise<void>;
  fail(sealed: string, jobId: string, failure: { readonly error: string; readonly cause: string }): Promise<void>;
}

const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

export function taskTokens(secretId: string, secrets: Pick<Secrets, "read">, client = new SFNClient({})): TaskTokens {
  let known: Promise<Buffer> | undefined;
  const key = (): Promise<Buffer> => {
    // A read that failed is not remembered.
    known ??= readKey(secretId, secrets).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const open = async (sealed: string, jobId: string): Promise<string> => unsealed(sealed, jobId, await key());
  return {
    seal: async (token, jobId) => sealedWith(await key(), token, jobId),
    async succeed(sealed, jobId) {
      const taskToken = await open(sealed, jobId);
      await unlessOver(() => client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" })));
    },
    async fail(sealed, jobId, { error, cause }) {
      const taskToken = await open(sealed, jobId);
      await unlessOver(() => client.send(new SendTaskFailureCommand({ taskToken, error, cause })));
    },
  };
}

async function readKey(secretId: string, secrets: Pick<Secrets, "read">): Promise<Buffer> {
  const secret = await secrets.read(secretId);
  if (secret === undefined) throw new Error("The key for task tokens is not there");
  return Buffer.from(hkdfSync("sha256", secret, "", "vintner task token", 32));
}

/** `<iv><tag><text>` in base64. */
function sealedWith(key: Buffer, token: string, jobId: string): string {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(jobId));
  const text = Buffer.concat([sealing.update(token, "utf8"), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), text]).toString("base64");
}

/** Throws for what was sealed with another key or for another job. */
function unsealed(sealed: string, jobId: string, key: Buffer): string {
  const bytes = Buffer.from(sealed, "base64");
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes))
    .setAAD(Buffer.from(jobId))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString("utf8");
}

async function unlessOver(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    const isOver = [TaskDoesNotExist, TaskTimedOut, InvalidToken].some((known) => error instanceof known);
    if (!isOver) throw error;
  }
}
