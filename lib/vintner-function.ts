import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { VariableName } from "../lambdas/contract/environment.ts";
import { variables } from "../lambdas/contract/environment.ts";
import { handlerCode } from "./handler-code.ts";

export interface VintnerFunctionProps {
  /** The file that exports `handler`, from the repository's root. */
  readonly entry: string;
  readonly description: string;
  /** @default 28, just under API Gateway's 29 s */
  readonly timeoutSeconds?: number;
  /** @default 512 */
  readonly memoryMegabytes?: number;
}

/** A Lambda function with its own role and log group. It may do nothing until a construct grants it something. */
export class VintnerFunction extends Function {
  constructor(scope: Construct, id: string, props: VintnerFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, { removalPolicy: RemovalPolicy.DESTROY });
    // Not AWS's managed policy, which permits to write every log of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: handlerCode(props.entry),
      handler: "index.handler",
      timeout: Duration.seconds(props.timeoutSeconds ?? 28),
      memorySize: props.memoryMegabytes ?? 512,
      logGroup,
      role,
    });
  }

  /** Sets a variable by the name under which the handler reads it. */
  set(name: VariableName, value: string): void {
    this.addEnvironment(variables[name], value);
  }
}
