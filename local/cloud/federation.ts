import { awsError } from "./aws-error.ts";
import type { AwsService } from "./aws-request.ts";
import { queryAnswer } from "./query-answer.ts";
import type { WebIdentity } from "./web-identity.ts";

/** The calls of IAM that switch outbound web identity federation on and off; the rest is moto's. */
export function createFederation(webIdentity: WebIdentity): AwsService {
  return async (request) => {
    switch (request.action) {
      case "EnableOutboundWebIdentityFederation":
        if (webIdentity.enabled) {
          return awsError(request, "FeatureEnabled", "Outbound web identity federation is already enabled.", 409);
        }
        webIdentity.enabled = true;
        return queryAnswer("iam", request.action, { IssuerIdentifier: webIdentity.issuer() });
      case "DisableOutboundWebIdentityFederation":
        if (!webIdentity.enabled) return disabled(request);
        webIdentity.enabled = false;
        return queryAnswer("iam", request.action, {});
      case "GetOutboundWebIdentityFederationInfo":
        if (!webIdentity.enabled) return disabled(request);
        return queryAnswer("iam", request.action, {
          IssuerIdentifier: webIdentity.issuer(),
          JwtVendingEnabled: "true",
        });
      default:
        return "pass";
    }
  };
}

function disabled(request: Parameters<AwsService>[0]) {
  return awsError(request, "FeatureDisabled", "Outbound web identity federation is not enabled.", 404);
}
