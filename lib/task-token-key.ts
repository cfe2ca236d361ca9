import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { VintnerFunction } from "./vintner-function.ts";

/**
 * What seals the task tokens of jobs that wait, and answers that hold a token, while they lie in a table. Made by Secrets
 * Manager; nobody types it.
 */
export class TaskTokenKey extends Construct {
  readonly secret: ISecret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, "Secret", {
      description: "Vintner: seals the task tokens of jobs that wait, and answers that hold a token",
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    }) as ISecret;
  }

  /** Lets a function seal what it keeps, and open what was kept. */
  grantRead(handler: VintnerFunction): void {
    handler.set("taskTokenKeySecret", this.secret.secretArn);
    this.secret.grantRead(handler);
  }
}
