import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { ArtifactBucket } from "./artifact-bucket.ts";
import { StateBucket } from "./state-bucket.ts";
import { Tables } from "./tables.ts";
import { UserDirectory } from "./user-directory.ts";

interface DataStackProps {
  readonly adminEmail?: string | undefined;
}

/** What must outlive the application. */
export class DataStack extends Stack {
  readonly tables: Tables;
  readonly states: StateBucket;
  readonly artifacts: ArtifactBucket;
  readonly directory: UserDirectory;

  constructor(scope: Construct, id: string, { adminEmail }: DataStackProps) {
    super(scope, id, { description: "Vintner: jobs, logs, states and people", terminationProtection: true });
    this.tables = new Tables(this, "Tables", { keeps: true });
    this.states = new StateBucket(this, "States");
    this.artifacts = new ArtifactBucket(this, "Artifacts");
    this.directory = new UserDirectory(this, "People", { adminEmail });
  }
}
