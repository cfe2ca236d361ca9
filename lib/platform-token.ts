import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { VintnerFunction } from "./vintner-function.ts";

/** The token by which the platform runner shows who it is. Made by Secrets Manager; nobody ever types it. */
export class PlatformToken extends Construct {
  readonly secret: ISecret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, "Secret", {
      description: "Vintner: the token of the platform runner",
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    }) as ISecret;
  }

  /** Lets a function compare what a worker sent with the token. */
  grantRead(handler: VintnerFunction): void {
    handler.set("platformTokenSecret", this.secret.secretArn);
    this.secret.grantRead(handler);
  }
}
