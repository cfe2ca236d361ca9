import { Duration } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Bucket, HttpMethods } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { keptBucket } from "./kept-bucket.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface ArtifactBucketProps {
  /** Where S3 tells who read and wrote. */
  readonly accessLogs: IBucket;
}

/** Holds archived logs, what jobs leave behind (plans and states that could not be saved) and people's root modules. */
export class ArtifactBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs }: ArtifactBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      ...keptBucket,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: "artifacts/",
      // Pages upload to presigned addresses. Those are the proof: which page sends is nothing that this stack knows.
      cors: [
        {
          allowedMethods: [HttpMethods.PUT],
          allowedOrigins: ["*"],
          allowedHeaders: ["content-type", "x-amz-checksum-sha256"],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
  }

  /** `https://<host>`, as a content security policy names it. */
  get origin(): string {
    return `https://${this.bucket.bucketRegionalDomainName}`;
  }

  /** Lets a function keep and show what jobs leave, also by URLs that it signs. */
  grantReadWrite(handler: VintnerFunction): void {
    handler.set("artifactBucket", this.bucket.bucketName);
    this.bucket.grantRead(handler);
    this.bucket.grantPut(handler);
  }
}
