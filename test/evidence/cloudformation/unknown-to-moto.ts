const noSuchType = "moto's CloudFormation has no such type";
const docker = "moto would run the function in Docker";

/** Types of the templates that moto cannot create, each with the reason. */
export const unknownToMoto: Readonly<Record<string, string>> = {
  "AWS::ApiGatewayV2::Api": noSuchType,
  "AWS::ApiGatewayV2::Integration": noSuchType,
  "AWS::ApiGatewayV2::Route": noSuchType,
  "AWS::ApiGatewayV2::Stage": noSuchType,
  "AWS::CloudFront::Distribution": noSuchType,
  "AWS::CloudFront::Function": noSuchType,
  "AWS::CloudFront::OriginAccessControl": noSuchType,
  "AWS::CloudFront::ResponseHeadersPolicy": noSuchType,
  "AWS::CloudWatch::Alarm": noSuchType,
  "AWS::Cognito::UserPool": noSuchType,
  "AWS::Cognito::UserPoolClient": noSuchType,
  "AWS::Cognito::UserPoolDomain": noSuchType,
  "AWS::Cognito::UserPoolGroup": noSuchType,
  "AWS::Logs::MetricFilter": noSuchType,
  "AWS::S3::BucketPolicy": noSuchType,
  "AWS::SNS::TopicPolicy": noSuchType,
  "AWS::SecretsManager::Secret": noSuchType,
  "Custom::CDKBucketDeployment": docker,
  "Custom::S3AutoDeleteObjects": docker,
  "Custom::WebIdentityFederation": docker,
};
