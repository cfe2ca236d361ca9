import { Duration } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { keptBucket } from "./kept-bucket.ts";

interface AccessLogBucketProps {
  readonly keepDays: number;
}

/** Holds who read and wrote states and plans: S3 writes it, within hours. */
export class AccessLogBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { keepDays }: AccessLogBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      ...keptBucket,
      lifecycleRules: [{ expiration: Duration.days(keepDays) }],
    }) as IBucket;
  }
}
