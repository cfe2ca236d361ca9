import type { ResourceProviders } from "../template/deploy.ts";
import type { CloudClient } from "./cloud-client.ts";
import { bucketProvider } from "./providers/bucket.ts";
import { ecsProviders } from "./providers/ecs.ts";
import { iamProviders } from "./providers/iam.ts";
import { logGroupProvider } from "./providers/log-group.ts";
import { networkProviders } from "./providers/network.ts";
import { secretProvider } from "./providers/secret.ts";
import { tableProvider } from "./providers/table.ts";

/** Everything that moto and DynamoDB Local hold. */
export function cloudProviders(moto: CloudClient, dynamoDb: CloudClient): ResourceProviders {
  return {
    "AWS::DynamoDB::Table": tableProvider(dynamoDb),
    "AWS::Logs::LogGroup": logGroupProvider(moto),
    "AWS::S3::Bucket": bucketProvider(moto),
    "AWS::SecretsManager::Secret": secretProvider(moto),
    ...ecsProviders(moto),
    ...iamProviders(moto),
    ...networkProviders(moto),
  };
}

const nobodyWatches = "what it would count stands in the program's logs, and there is nobody to wake";

/** Types of the template that need nothing on one machine, each with the reason. */
export const ignoredCloudTypes: Readonly<Record<string, string>> = {
  "AWS::S3::BucketPolicy": "moto leaves out a policy's conditions: one that refuses plain HTTP would refuse all",
  "AWS::CloudWatch::Alarm": nobodyWatches,
  "AWS::CloudWatch::Dashboard": nobodyWatches,
  "AWS::Logs::MetricFilter": nobodyWatches,
  "AWS::SNS::Topic": nobodyWatches,
  "AWS::SNS::TopicPolicy": nobodyWatches,
  "AWS::SNS::Subscription": nobodyWatches,
  "AWS::CDK::Metadata": "tells AWS which version of the CDK made the template",
};
