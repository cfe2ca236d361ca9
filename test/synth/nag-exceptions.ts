/** A finding of cdk-nag that stays, and why that is right. */
export interface NagException {
  /** The whole name of the rule, with its finding in brackets where it has one. */
  readonly rule: RegExp;
  /** Construct paths. */
  readonly on: RegExp;
  readonly because: string;
  /** What holds it: a test file and the name of one of its tests. */
  readonly evidence: readonly [file: string, test: string];
}

const synth = "test/synth/synth.test.ts";
const account = "test/synth/account.test.ts";
const anyResource = "name every resource only where AWS knows no other, or a condition narrows them";
const named = "end a wildcard only behind the name of one thing, or behind our prefix";
const cdkHelper = /^Vintner\/Custom::CDKBucketDeployment/;

/** Reviewed. A finding that none of them covers fails the test, as does one of them that covers nothing. */
export const nagExceptions: readonly NagException[] = [
  {
    rule: /-APIG4$/,
    on: /^Vintner\/(HttpEndpoint|RealtimeEndpoint)\//,
    because:
      "Handlers verify people's tokens, workers' tokens and tickets through one wrapper: every error has one shape, and a revoked token stops at once instead of after an authorizer's cache.",
    evidence: ["test/bad-input.test.ts", "without a token, with a broken one and with one in the query nobody gets in"],
  },
  {
    rule: /-APIG1$/,
    on: /^Vintner\/RealtimeEndpoint\/Stage\//,
    because:
      "Access logs of a WebSocket API need a role set for the whole account, which is not ours to set. Nobody connects without a ticket, whose issue the HTTP API's access log tells.",
    evidence: ["lambdas/websocket/realtime-handler.test.ts", "refuses no ticket, an old one and a foreign Origin"],
  },
  {
    rule: /-COG2$/,
    on: /\/People\/Pool\//,
    because: "A second factor is each person's choice, or one command of an administrator (docs/operations.md).",
    evidence: [account, "invite people, who may add an authenticator, and let nobody sign up"],
  },
  {
    rule: /-COG8$/,
    on: /\/People\/Pool\//,
    because: "Threat protection is priced per person and month; nobody signs up, and passwords have 12 characters.",
    evidence: [account, "invite people, who may add an authenticator, and let nobody sign up"],
  },
  {
    rule: /-DDB3$/,
    on: /^Vintner\/Tables\/(idempotency_keys|cloud_resources|realtime_connections|realtime_tickets)\//,
    because: "Its rows expire within a day or are discovered again; what must be restored is in VintnerData.",
    evidence: [account, "can restore every table that outlives the application"],
  },
  {
    rule: /-S1$/,
    on: /^Vintner\/Dashboard\/Bucket\//,
    because: "It holds the public files of the dashboard, and its distribution alone reads them.",
    evidence: [account, "lets the distribution alone read the dashboard's files"],
  },
  {
    rule: /-CFR1$/,
    on: /\/Dashboard\/Distribution\//,
    because: "Where a team works is not ours to guess; everything but the sign-in page's files needs a token.",
    evidence: ["test/bad-input.test.ts", "without a token, with a broken one and with one in the query nobody gets in"],
  },
  {
    rule: /-CFR2$/,
    on: /\/Dashboard\/Distribution\//,
    because:
      "A web ACL costs more than all else at rest. Every body and query is parsed by a schema that refuses what it does not know.",
    evidence: ["test/bad-input.test.ts", "nothing was made of all that"],
  },
  {
    rule: /-CFR3$/,
    on: /\/Dashboard\/Distribution\//,
    because:
      "CloudFront writes its logs to no bucket of an opt-in region, where this stack is to deploy as well. Calls of the API behind it are in the API's access log.",
    evidence: [account, "tells who called the HTTP API, without a header, a query or a body"],
  },
  {
    rule: /-CFR4$/,
    on: /\/Dashboard\/Distribution\//,
    because: "CloudFront decides for its own names. A domain of one's own is served from TLS 1.2 on.",
    evidence: [
      "test/synth/configured.test.ts",
      "serve a domain of one's own from TLS 1.2 on, and CloudFront's name beside it",
    ],
  },
  {
    rule: /-VPC7$/,
    on: /\/Network\/Vpc\//,
    because: "The network is the platform runner's alone: nothing may come in, and only HTTPS goes out.",
    evidence: [synth, "has no NAT and lets nothing in"],
  },
  {
    rule: /-SMG4$/,
    on: /\/(PlatformToken|TaskTokenKey)\/Secret\//,
    because:
      "Random, typed by nobody, read by few. A rotation on a clock would cut off runners and waits in the middle of a job; docs/operations.md has the command for a calm moment.",
    evidence: [account, "keep what functions read from Secrets Manager out of their environment"],
  },
  {
    rule: /-ECS4$/,
    on: /\/PlatformRunner\/Cluster\//,
    because: "Each job records its own steps and times; Container Insights would cost more than the runner itself.",
    evidence: ["lambdas/http/worker/claim-and-heartbeat.test.ts", "renews the lease of its job and tells of a cancel"],
  },
  {
    rule: /-ECS2$/,
    on: /\/PlatformRunner\/TaskDefinition\//,
    because: "The variables are an address and a worker's id. The token comes from Secrets Manager.",
    evidence: [account, "give the runner its token by Secrets Manager, and no secret as a variable"],
  },
  {
    rule: /-SF[12]$/,
    on: /^Vintner\/Machines\//,
    because:
      "Step Functions keeps each execution's history for 90 days, and each job records its steps for good. A second copy in CloudWatch or X-Ray would hold the task tokens of waits.",
    evidence: [synth, "are deployed as they were reviewed, and log nothing"],
  },
  {
    rule: /-(L1|IAM4\[Policy::.*AWSLambdaBasicExecutionRole\])$/,
    on: cdkHelper,
    because: "The CDK's own function, which puts the dashboard's files into their bucket; its version is the CDK's.",
    evidence: [account, "let the CDK's own function write the dashboard's bucket alone"],
  },
  {
    rule: /-IAM5\[/,
    on: cdkHelper,
    because:
      "The CDK's own function; it reads the CDK's assets and writes one bucket. Invalidations know no distribution.",
    evidence: [account, "let the CDK's own function write the dashboard's bucket alone"],
  },
  {
    rule: /-IAM5\[Action::s3:(GetObject|GetBucket|List|DeleteObject|Abort)\*\]$/,
    on: /^Vintner\/(Api|WorkerApi|Events)Role\//,
    because: "What the CDK's grants of one bucket consist of, each on a named bucket.",
    evidence: [synth, "never name every action of a service, but for reading the network"],
  },
  {
    rule: /-IAM5\[Action::ec2:Describe\*\]$/,
    on: /^Vintner\/ProvisionerRole\//,
    because: "Terraform reads whatever it plans with; this changes nothing.",
    evidence: [synth, "never name every action of a service, but for reading the network"],
  },
  {
    rule: /-IAM5\[Resource::\*\]$/,
    on: /^Vintner\/(PlatformRunner|ApiRole|BrokerRole|TendrilStepsRole|EventsRole|TendrilBoundary|ProvisionerRole|WebIdentity)\b/,
    because: "Calls for which AWS knows no resource, or which a condition narrows.",
    evidence: [synth, anyResource],
  },
  {
    rule: /-IAM5\[Resource::<Tables\w+\.Arn>\/index\/\*\]$/,
    on: /^Vintner\/\w+Role\//,
    because: "The indexes of one named table.",
    evidence: [account, named],
  },
  {
    rule: /-IAM5\[Resource::<\w+\.Arn>:\*\]$/,
    on: /^Vintner\/(Machines|Discover\w+Role)\//,
    because: "The versions of one named function.",
    evidence: [synth, "let only functions that discover call the broker"],
  },
  {
    rule: /-IAM5\[Resource::arn:<AWS::Partition>:execute-api:.*\/@connections\/\*\]$/,
    on: /^Vintner\/\w+Role\//,
    because: "The connections of our one WebSocket API: whose they are is known only once they are open.",
    evidence: [account, named],
  },
  {
    rule: /-IAM5\[Resource::arn:<AWS::Partition>:states:.*:execution:.*:\*\]$/,
    on: /^Vintner\/(Api|Events)Role\//,
    because: "The executions of one named machine: one for each job.",
    evidence: [account, named],
  },
  {
    rule: /-IAM5\[Resource::arn:<AWS::Partition>:ecs:.*:(task\/<PlatformRunner\w+>\/\*|task-definition\/vintner-platform-runner:\*)\]$/,
    on: /^Vintner\/((Api|Events)Role|Machines)\//,
    because: "The tasks of the platform runner's one cluster, and the revisions of its one definition.",
    evidence: [account, named],
  },
  {
    rule: /-IAM5\[Resource::<(Artifacts|States)Bucket\w+\.Arn>\/(\*|\*\.tflock|tendrils\/\*|vines\/\*)\]$/,
    on: /^Vintner\/(ApiRole|WorkerApiRole|EventsRole|StateRole)\//,
    because: "The objects of one named bucket; of the states' only locks, or what each session narrows to one job.",
    evidence: [account, named],
  },
  {
    rule: /-IAM5\[Resource::arn:<AWS::Partition>:iam::\*:role\/\*\]$/,
    on: /^Vintner\/BrokerRole\//,
    because: "Roles of other accounts, which decide by their own trust and the external id whom they let in.",
    evidence: [synth, "let only the broker assume roles"],
  },
  {
    rule: /-IAM5\[Resource::arn:<AWS::Partition>:(ecs|logs|secretsmanager):\*:<AWS::AccountId>:[\w:/-]+vintner[-/].*\]$/,
    on: /^Vintner\/(TendrilStepsRole|EventsRole|TendrilBoundary|ProvisionerRole)\//,
    because: "What bears the names of Tendrils: made later, in any region.",
    evidence: [account, named],
  },
  {
    rule: /-IAM5\[Resource::arn:<AWS::Partition>:(ec2|iam):/,
    on: /^Vintner\/ProvisionerRole\//,
    because:
      "Networks have no names; a condition asks for the tag of a Tendril. The role is ECS's own, of an account's first cluster.",
    evidence: [account, "let the provisioner change only a network that bears a Tendril's tag"],
  },
  {
    rule: /-IAM5\[Resource::arn:<AWS::Partition>:ecr:\*:<AWS::AccountId>:repository\/\*\]$/,
    on: /^Vintner\/TendrilBoundary\//,
    because: "The most that a Tendril's role could ever get; pulling an image shows no data.",
    evidence: [synth, "let the provisioner make no role without the boundary"],
  },
];
