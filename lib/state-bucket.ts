import { Duration } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { keptBucket } from "./kept-bucket.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface StateBucketProps {
  /** Where S3 tells who read and wrote. */
  readonly accessLogs: IBucket;
}

/** Holds Terraform's states. Versioned, so that a damaged state has a way back for 90 days. */
export class StateBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs }: StateBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      versioned: true,
      ...keptBucket,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: "states/",
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
  }

  /** Tells a function the bucket's name; it may name it to others without reading it. */
  configure(handler: VintnerFunction): void {
    handler.set("stateBucket", this.bucket.bucketName);
  }

  /** Lets a function see and free state locks, without reading a state. */
  grantLocks(handler: VintnerFunction): void {
    this.configure(handler);
    this.bucket.grantRead(handler, "*.tflock");
    this.bucket.grantDelete(handler, "*.tflock");
  }
}
