import { RemovalPolicy } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnUserPoolUser,
  CfnUserPoolUserToGroupAttachment,
  Mfa,
  UserPool,
  UserPoolGroup,
} from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { groups } from "../lambdas/contract/person.ts";

interface UserDirectoryProps {
  /** Gets an invitation and is in the group `admin`. @default nobody */
  readonly adminEmail?: string | undefined;
}

/** The people of this installation. Nobody signs up: an administrator adds them. */
export class UserDirectory extends Construct {
  readonly pool: UserPool;

  constructor(scope: Construct, id: string, props: UserDirectoryProps) {
    super(scope, id);
    this.pool = new UserPool(this, "Pool", {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const group of groups) new UserPoolGroup(this, group, { userPool: this.pool, groupName: group });
    if (props.adminEmail !== undefined) this.addAdmin(props.adminEmail);
  }

  private addAdmin(email: string): void {
    const user = new CfnUserPoolUser(this, "FirstAdmin", {
      userPoolId: this.pool.userPoolId,
      username: email,
      desiredDeliveryMediums: ["EMAIL"],
      userAttributes: [
        { name: "email", value: email },
        { name: "email_verified", value: "true" },
      ],
    });
    const membership = new CfnUserPoolUserToGroupAttachment(this, "FirstAdminGroup", {
      userPoolId: this.pool.userPoolId,
      username: user.ref,
      groupName: "admin",
    });
    membership.node.addDependency(this.node.findChild("admin"));
    // A later deployment without the address takes nobody's access away.
    for (const resource of [user, membership]) resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
