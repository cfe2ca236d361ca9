import { createHash } from "node:crypto";
import { createGzip } from "node:zlib";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { bucketClient } from "./bucket.ts";

/** Where the whole log of a closed job is kept, gzipped. */
export interface Archive {
  /** Writes `log.txt` as one object; answers the SHA-256 (hex) of the text before compression. */
  put(key: string, text: AsyncIterable<string> | Iterable<string>): Promise<{ sha256: string }>;
  /** An URL that serves the text to a browser, decompressed by it; good for five minutes. */
  urlOf(key: string): Promise<string>;
}

const urlSeconds = 300;

export function archive(bucket: string, client = bucketClient()): Archive {
  return {
    async put(key, text) {
      const hash = createHash("sha256");
      async function* bytes() {
        for await (const part of text) {
          const encoded = Buffer.from(part, "utf8");
          hash.update(encoded);
          yield encoded;
        }
      }
      const source = Readable.from(bytes());
      const gzip = createGzip();
      source.on("error", (error) => gzip.destroy(error));
      const body = await buffer(source.pipe(gzip));
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: "text/plain; charset=utf-8",
          ContentEncoding: "gzip",
        }),
      );
      return { sha256: hash.digest("hex") };
    },
    urlOf: (key) => getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: urlSeconds }),
  };
}

export function logArchiveKey(jobId: string): string {
  return `jobs/${jobId}/log.txt.gz`;
}

/** The log of an open job as it stood at `lastKey`, for one that is too large for an answer. */
export function openLogKey(jobId: string, lastKey: string): string {
  return `jobs/${jobId}/open/${lastKey}.txt.gz`;
}
