import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { bucketClient } from "./bucket.ts";

/** Presigned URLs for what a runner keeps of its work: it has no rights of its own in the bucket. */
export interface Artifacts {
  urlToRead(key: string): Promise<string>;
  urlToWrite(key: string): Promise<string>;
}

const urlSeconds = 300;

export function artifacts(bucket: string, client = bucketClient()): Artifacts {
  return {
    urlToRead: (key) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: urlSeconds }),
    urlToWrite: (key) =>
      getSignedUrl(client, new PutObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: urlSeconds }),
  };
}

/** `errored_state` of job j → `jobs/j/errored_state`. */
export function artifactKey(jobId: string, name: string): string {
  return `jobs/${jobId}/${name}`;
}
