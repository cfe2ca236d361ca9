import { ManagedPolicy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { accountArn } from "./account-arn.ts";

/**
 * The most that a role made by a Tendril's template can ever be, whatever its own policies say: pull the image, write
 * its log, read its token and protect its own tasks. The provisioner may make no role without it, and so cannot make
 * one that is stronger than itself.
 */
export class TendrilBoundary extends Construct {
  /** The template names it too: `tendril-image/templates/tendril`. */
  static readonly policyName = "vintner-tendril-boundary";
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.policy = new ManagedPolicy(this, "Policy", {
      managedPolicyName: TendrilBoundary.policyName,
      description: "The most that roles of Vintner's Tendrils may do",
      statements: [
        // `GetAuthorizationToken` knows no resource.
        new PolicyStatement({ actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }),
        new PolicyStatement({
          actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          resources: [accountArn("ecr", "repository/*")],
        }),
        new PolicyStatement({
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [accountArn("logs", "log-group:/vintner/tendrils/*")],
        }),
        new PolicyStatement({
          actions: ["secretsmanager:GetSecretValue"],
          resources: [accountArn("secretsmanager", "secret:vintner-*-token-*")],
        }),
        new PolicyStatement({
          actions: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
          resources: [accountArn("ecs", "task/vintner-*")],
        }),
      ],
    });
  }
}
