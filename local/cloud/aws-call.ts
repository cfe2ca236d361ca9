import type { AwsRequest } from "./aws-request.ts";
import type { Principal } from "./sessions.ts";

/** One call of AWS with who makes it, as who watches the stack sees it. */
export interface AwsCall extends Pick<AwsRequest, "service" | "action" | "region" | "method" | "url" | "headers"> {
  readonly principal: Pick<Principal, "account" | "roleArn" | "policies" | "tags">;
  /** Empty for S3, whose objects pass unread. */
  readonly body: Buffer;
}

/** Sees every call before it is answered, and is waited for. Never rejects. */
export type CallWatcher = (call: AwsCall) => Promise<void> | void;

/** A call that a service makes with a role that was passed to it: it needs no wire here. */
export function callByService(
  roleArn: string,
  call: { readonly service: string; readonly action: string; readonly region: string; readonly body: unknown },
): AwsCall {
  return {
    ...call,
    principal: { account: roleArn.split(":")[4] ?? "", roleArn, policies: [], tags: {} },
    method: "POST",
    url: "/",
    headers: {},
    body: Buffer.from(JSON.stringify(call.body)),
  };
}
