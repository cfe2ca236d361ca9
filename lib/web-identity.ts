import { CustomResource } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { VintnerFunction } from "./vintner-function.ts";

/**
 * Outbound web identity federation: the account signs tokens that other clouds verify. An account has to switch it on
 * once; it stays on when the stack goes, since others may use it.
 */
export class WebIdentity extends Construct {
  /** `iss` of the account's tokens. */
  readonly issuer: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const handler = new VintnerFunction(this, "Enable", {
      entry: "lambdas/events/enable-web-identity.ts",
      description: "Switches outbound web identity federation on when the stack is deployed",
    });
    handler.addToRolePolicy(
      new PolicyStatement({
        actions: ["iam:EnableOutboundWebIdentityFederation", "iam:GetOutboundWebIdentityFederationInfo"],
        // A switch of the whole account.
        resources: ["*"],
      }),
    );
    const federation = new CustomResource(this, "Federation", {
      serviceToken: handler.functionArn,
      resourceType: "Custom::WebIdentityFederation",
    });
    this.issuer = federation.getAttString("IssuerIdentifier");
  }

  /** Tells a function whose tokens the other clouds are to trust. */
  configure(handler: VintnerFunction): void {
    handler.set("webIdentityIssuer", this.issuer);
  }

  /** Lets a function have tokens, for the two audiences that we use and for as long as an exchange takes. */
  grantTokens(handler: VintnerFunction): void {
    handler.addToRolePolicy(
      new PolicyStatement({
        actions: ["sts:GetWebIdentityToken"],
        resources: ["*"],
        conditions: {
          "ForAllValues:StringLike": {
            "sts:IdentityTokenAudience": ["https://iam.googleapis.com/*", "api://AzureADTokenExchange"],
          },
          StringEquals: { "sts:SigningAlgorithm": "RS256" },
          NumericLessThanEquals: { "sts:DurationSeconds": "300" },
        },
      }),
    );
  }
}
