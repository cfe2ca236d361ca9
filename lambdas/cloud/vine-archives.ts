import { HeadObjectCommand, NotFound, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { ArchiveUpload } from "../contract/vine.ts";
import { bucketClient } from "./bucket.ts";

/** The root modules that people have uploaded, in the artifact bucket, each under the hash of its bytes. */
export interface VineArchives {
  has(sha256: string): Promise<boolean>;
  /** An address that takes exactly these bytes: S3 compares the length and the checksum that are signed into it. */
  upload(archive: { readonly sha256: string; readonly size: number }, now: Date): Promise<ArchiveUpload>;
}

const checksumHeader = "x-amz-checksum-sha256";
/** A slow line takes 10 MB within it. */
const uploadSeconds = 900;

export function vineArchives(bucket: string, client = bucketClient()): VineArchives {
  return {
    async has(sha256) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: vineArchiveKey(sha256) }));
        return true;
      } catch (error) {
        if (error instanceof NotFound) return false;
        throw error;
      }
    },
    async upload({ sha256, size }, now) {
      const checksum = Buffer.from(sha256, "hex").toString("base64");
      const command = new PutObjectCommand({
        ...{ Bucket: bucket, Key: vineArchiveKey(sha256) },
        ...{ ContentLength: size, ChecksumSHA256: checksum },
      });
      // Hoisted into the address, the checksum would be a mere parameter; the sender has to say it.
      const upload_url = await getSignedUrl(client, command, {
        expiresIn: uploadSeconds,
        signingDate: now,
        unhoistableHeaders: new Set([checksumHeader]),
      });
      const expires_at = new Date(now.getTime() + uploadSeconds * 1000).toISOString();
      return { sha256, upload_url, headers: { [checksumHeader]: checksum }, expires_at };
    },
  };
}

/** Where an archive lies in the artifact bucket. */
export function vineArchiveKey(sha256: string): string {
  return `archives/${sha256}.tgz`;
}
