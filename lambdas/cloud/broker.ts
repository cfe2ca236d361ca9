import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { isErrorCode, VintnerError } from "../contract/errors.ts";
import { identitySessionSchema, type IdentitySession, type SessionRequest } from "../contract/identity-session.ts";

/** An identity's credentials for a job that is discovering, from the only function that can have them. */
export type IdentitySessions = (jobId: string) => Promise<IdentitySession>;

/**
 * Asks the broker's function itself: IAM says who may, no token is needed, and what it answers is in no state
 * machine's input, output or history.
 */
export function identitySessions(brokerFunction: string, client = new LambdaClient({})): IdentitySessions {
  return async (jobId) => {
    const request: SessionRequest = { ask: "Identity Session", job_id: jobId };
    const command = new InvokeCommand({ FunctionName: brokerFunction, Payload: JSON.stringify(request) });
    const { FunctionError, Payload } = await client.send(command);
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString("utf8") || "null");
    if (FunctionError === undefined) return identitySessionSchema.parse(answer);
    const { errorType = "", errorMessage = FunctionError } = answer as { errorType?: string; errorMessage?: string };
    if (isErrorCode(errorType)) throw new VintnerError(errorType, errorMessage);
    throw new Error(`The broker failed: ${errorType} ${errorMessage}`);
  };
}
