import type { ResourceProvider, ResourceProviders } from "../template/deploy.ts";
import type { Issuer } from "./issuer.ts";

/** AWS::Cognito::*: the handlers verify this machine's tokens exactly as they verify Cognito's. */
export function signInProviders(issuer: Issuer): ResourceProviders {
  const nothing: ResourceProvider = { create: (request) => Promise.resolve({ ref: request.logicalId }) };
  return {
    "AWS::Cognito::UserPool": {
      create: ({ logicalId, region, account }) =>
        Promise.resolve({
          ref: logicalId,
          attributes: {
            Arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${logicalId}`,
            ProviderName: issuer.url.replace(/^http:\/\//, ""),
            ProviderURL: issuer.url,
            UserPoolId: logicalId,
          },
        }),
    },
    "AWS::Cognito::UserPoolClient": {
      create: () => Promise.resolve({ ref: issuer.clientId, attributes: { ClientId: issuer.clientId } }),
    },
    "AWS::Cognito::UserPoolDomain": nothing,
    "AWS::Cognito::UserPoolGroup": nothing,
    "AWS::Cognito::UserPoolUser": nothing,
    "AWS::Cognito::UserPoolUserToGroupAttachment": nothing,
  };
}
