import type { AwsAnswer, AwsRequest, AwsService } from "../cloud/aws-request.ts";
import type { CloudClient } from "../cloud/cloud-client.ts";
import { identityAllows } from "../cloud/policy.ts";
import { readRolePolicies } from "../cloud/roles.ts";
import type { Sessions } from "../cloud/sessions.ts";
import type { FunctionHost } from "./function-host.ts";

export interface LambdaServiceOptions {
  readonly host: Pick<FunctionHost, "invoke" | "definitions">;
  readonly moto: CloudClient;
  readonly sessions: Sessions;
}

/** Lambda at the front door: `Invoke`, and nothing else. */
export function createLambdaService({ host, moto, sessions }: LambdaServiceOptions): AwsService {
  return async (request) => {
    const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url.split("?")[0] ?? "");
    if (request.method !== "POST" || path === null) return "pass";
    const name = decodeURIComponent(path[1] ?? "");
    const found = host.definitions().find((one) => one.name === name || one.arn === name);
    const arn = found?.arn ?? name;
    const { roleArn, arn: caller } = sessions.principalOf(request.accessKeyId);
    // The account's root may; a role needs a policy of its own.
    if (roleArn !== undefined && !(await mayInvoke(moto, roleArn, arn))) {
      const message = `User: ${caller} is not authorized to perform: lambda:InvokeFunction on resource: ${arn} because no identity-based policy allows the lambda:InvokeFunction action`;
      return refusal(403, "AccessDeniedException", message);
    }
    if (found === undefined) return refusal(404, "ResourceNotFoundException", `Function not found: ${arn}`);
    return invoke(host, arn, request);
  };
}

async function invoke(host: LambdaServiceOptions["host"], arn: string, request: AwsRequest): Promise<AwsAnswer> {
  let event: unknown;
  try {
    event = JSON.parse(request.body.toString("utf8") || "null");
  } catch {
    return refusal(400, "InvalidRequestContentException", "Could not parse request body into json.");
  }
  const kind = request.headers["x-amz-invocation-type"];
  if (kind === "DryRun") return { status: 204 };
  const invoked = host.invoke(arn, event);
  if (kind === "Event") return { status: 202 };
  const result = await invoked;
  const headers = { "content-type": "application/json", "x-amz-executed-version": "$LATEST" };
  if (result.ok) return { status: 200, headers, body: JSON.stringify(result.payload) };
  return {
    status: 200,
    headers: { ...headers, "x-amz-function-error": "Unhandled" },
    body: JSON.stringify(result.error),
  };
}

async function mayInvoke(moto: CloudClient, roleArn: string, functionArn: string): Promise<boolean> {
  return identityAllows(await readRolePolicies(moto, roleArn), "lambda:InvokeFunction", functionArn, new Map());
}

function refusal(status: number, code: string, message: string): AwsAnswer {
  const headers = { "content-type": "application/json", "x-amzn-errortype": code };
  return { status, headers, body: JSON.stringify({ Type: "User", Message: message, message }) };
}
