import { Aws, Duration } from "aws-cdk-lib";
import { OAuthScope, UserPoolClient, UserPoolDomain } from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import type { UserDirectory } from "./user-directory.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface SignInProps {
  readonly directory: UserDirectory;
  /** Where the dashboard lives, without a slash at the end. */
  readonly dashboardUrls: readonly string[];
}

/** The host of Cognito's pages. Its first label has to be unlike any other in its region; an account holds one installation. */
const domainPrefix = `vintner-${Aws.ACCOUNT_ID}`;
const host = `${domainPrefix}.auth.${Aws.REGION}.amazoncognito.com`;

/** How people sign in to the dashboard: Cognito's own pages, by authorization code with PKCE and no client secret. */
export class SignIn extends Construct {
  private readonly client: UserPoolClient;
  /** Where the dashboard gets its tokens, and gives them back. */
  static readonly origin = `https://${host}`;
  private readonly issuer: string;

  constructor(scope: Construct, id: string, { directory, dashboardUrls }: SignInProps) {
    super(scope, id);
    const urls = dashboardUrls.map((url) => `${url}/`);
    this.issuer = directory.pool.userPoolProviderUrl;
    this.client = new UserPoolClient(this, "Client", {
      userPool: directory.pool,
      generateSecret: false,
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: urls,
        logoutUrls: urls,
      },
      // What Cognito wants named besides its pages; a password is never sent.
      authFlows: { userSrp: true },
      idTokenValidity: Duration.minutes(60),
      accessTokenValidity: Duration.minutes(60),
      // A working day; each use gives a new one, and the old one ends after the grace.
      refreshTokenValidity: Duration.hours(12),
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      enableTokenRevocation: true,
    });
    new UserPoolDomain(this, "Domain", { userPool: directory.pool, cognitoDomain: { domainPrefix } });
  }

  /** Lets a function verify the tokens of people, and tell the dashboard how to get one. */
  configure(handler: VintnerFunction): void {
    handler.set("issuer", this.issuer);
    handler.set("clientId", this.client.userPoolClientId);
    handler.set("authMode", `cognito:${host}`);
  }
}
