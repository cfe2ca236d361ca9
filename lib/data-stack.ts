import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { AccessLogBucket } from "./access-log-bucket.ts";
import { ArtifactBucket } from "./artifact-bucket.ts";
import type { Configuration } from "./configuration.ts";
import { stackOutputs } from "./outputs.ts";
import { StateBucket } from "./state-bucket.ts";
import { Tables } from "./tables.ts";
import { UserDirectory } from "./user-directory.ts";

type DataStackProps = Pick<Configuration, "adminEmail" | "logRetentionDays">;

/** What must outlive the application. */
export class DataStack extends Stack {
  readonly tables: Tables;
  readonly states: StateBucket;
  readonly artifacts: ArtifactBucket;
  readonly directory: UserDirectory;

  constructor(scope: Construct, id: string, { adminEmail, logRetentionDays }: DataStackProps) {
    super(scope, id, { description: "Vintner: jobs, logs, states and people", terminationProtection: true });
    this.tables = new Tables(this, "Tables", { keeps: true });
    const { bucket: accessLogs } = new AccessLogBucket(this, "AccessLogs", { keepDays: logRetentionDays });
    this.states = new StateBucket(this, "States", { accessLogs });
    this.artifacts = new ArtifactBucket(this, "Artifacts", { accessLogs });
    this.directory = new UserDirectory(this, "People", { adminEmail });
    stackOutputs(this, {
      UserPoolId: [this.directory.pool.userPoolId, "The Cognito user pool that holds the people"],
      StateBucket: [this.states.bucket.bucketName, "The S3 bucket that holds Terraform's states"],
    });
  }
}
