import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";
import * as z from "zod";
import { bucketClient } from "./bucket.ts";

/** What Terraform's S3 backend writes into `<state key>.tflock`, as far as we show it. */
const lockInfoSchema = z.looseObject({
  ID: z.string().catch(""),
  Operation: z.string().catch(""),
  Who: z.string().catch(""),
  Created: z.string().catch(""),
});

export interface HeldLock {
  readonly etag: string;
  readonly id: string;
  readonly operation: string;
  readonly who: string;
  readonly created: string;
}

/** Terraform's lock of one state. */
export interface StateLocks {
  read(stateKey: string): Promise<HeldLock | undefined>;
  /** Deletes the lock only as it was read: false when another holder has taken it since. A lock that is gone is free. */
  free(stateKey: string, etag: string): Promise<boolean>;
}

export function stateLocks(bucket: string, client = bucketClient()): StateLocks {
  return {
    async read(stateKey) {
      try {
        const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: lockKey(stateKey) }));
        const text = (await object.Body?.transformToString()) ?? "";
        const info = lockInfoSchema.parse(parseObject(text));
        const { ID: id, Operation: operation, Who: who, Created: created } = info;
        return { etag: object.ETag ?? "", id, operation, who, created };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async free(stateKey, etag) {
      try {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: lockKey(stateKey), IfMatch: etag }));
        return true;
      } catch (error) {
        const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
        if (status === 404) return true;
        if (status === 412 || status === 409) return false;
        throw error;
      }
    },
  };
}

export function lockKey(stateKey: string): string {
  return `${stateKey}.tflock`;
}

/** A lock that is no JSON is still a lock. */
function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
