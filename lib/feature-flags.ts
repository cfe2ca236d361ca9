/**
 * Behaviours of the CDK that new apps have on. Here and not in `cdk.json`, so that the template is the same whoever
 * starts the synth: the CLI, the local stack or a test.
 */
export const featureFlags: Readonly<Record<string, boolean | string>> = {
  "@aws-cdk/core:checkSecretUsage": true,
  "@aws-cdk/core:enablePartitionLiterals": true,
  "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true,
  "@aws-cdk/aws-iam:minimizePolicies": true,
  "@aws-cdk/aws-iam:standardizedServicePrincipals": true,
  "@aws-cdk/aws-ecs:arnFormatIncludesClusterName": true,
  "@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker": true,
  "@aws-cdk/aws-lambda:recognizeLayerVersion": true,
  "@aws-cdk/aws-lambda:recognizeVersionProps": true,
  "@aws-cdk/aws-cloudfront:defaultSecurityPolicyTLSv1.2_2021": true,
  // The data stack refuses to drop what the application still uses.
  "@aws-cdk/core:defaultCrossStackReferences": "strong",
  // Our own mistakes in a template fail the synth instead of the deployment.
  "@aws-cdk/core:validateAgainstDefaultRules": true,
};
