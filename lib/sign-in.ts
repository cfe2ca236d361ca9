import { Aws } from "aws-cdk-lib";
import { OAuthScope, UserPoolClient, UserPoolDomain } from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import type { UserDirectory } from "./user-directory.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface SignInProps {
  readonly directory: UserDirectory;
  /** Where the dashboard lives, without a slash at the end. */
  readonly dashboardUrl: string;
}

/** How people sign in to the dashboard: Cognito's own pages, by authorization code with PKCE and no client secret. */
export class SignIn extends Construct {
  private readonly client: UserPoolClient;
  private readonly domain: UserPoolDomain;
  private readonly issuer: string;

  constructor(scope: Construct, id: string, { directory, dashboardUrl }: SignInProps) {
    super(scope, id);
    this.issuer = directory.pool.userPoolProviderUrl;
    this.client = new UserPoolClient(this, "Client", {
      userPool: directory.pool,
      generateSecret: false,
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${dashboardUrl}/`],
        logoutUrls: [`${dashboardUrl}/`],
      },
    });
    // The prefix has to be unlike any other in its region; an account holds one installation.
    this.domain = new UserPoolDomain(this, "Domain", {
      userPool: directory.pool,
      cognitoDomain: { domainPrefix: `vintner-${Aws.ACCOUNT_ID}` },
    });
  }

  /** Lets a function verify the tokens of people, and tell the dashboard how to get one. */
  configure(handler: VintnerFunction): void {
    handler.set("issuer", this.issuer);
    handler.set("clientId", this.client.userPoolClientId);
    handler.set("authMode", `cognito:${this.domain.domainName}.auth.${Aws.REGION}.amazoncognito.com`);
  }
}
