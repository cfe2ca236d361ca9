import { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { VintnerFunction } from "./vintner-function.ts";

interface ArtifactBucketProps {
  /** Where S3 tells who read and wrote. */
  readonly accessLogs: IBucket;
}

/** Holds archived logs and what jobs leave behind: plans and states that could not be saved. */
export class ArtifactBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs }: ArtifactBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: "artifacts/",
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
  }

  /** Lets a function keep and show what jobs leave, also by URLs that it signs. */
  grantReadWrite(handler: VintnerFunction): void {
    handler.set("artifactBucket", this.bucket.bucketName);
    this.bucket.grantRead(handler);
    this.bucket.grantPut(handler);
  }
}
