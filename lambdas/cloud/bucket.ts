import { S3Client } from "@aws-sdk/client-s3";

/**
 * An S3 client as every room uses it. A presigned PUT must not ask for a checksum that its sender cannot know, and an
 * endpoint of one's own has no bucket names in its host name.
 */
export function bucketClient(): S3Client {
  return new S3Client({
    requestChecksumCalculation: "WHEN_REQUIRED",
    forcePathStyle: process.env["AWS_ENDPOINT_URL"] !== undefined,
  });
}
