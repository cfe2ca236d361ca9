import type { AwsCall } from "../cloud/aws-call.ts";
import { requestHead } from "../cloud/request-head.ts";
import type { Sessions } from "../cloud/sessions.ts";
import type { GatewayRequest } from "./http-answer.ts";

/** A signed request to `@connections`; undefined for whatever else comes to the one port. */
export function managementCall(request: GatewayRequest, sessions: Sessions): AwsCall | undefined {
  if (!request.path.includes("/@connections/")) return undefined;
  const head = requestHead({ method: request.method, url: request.path, headers: request.headers }, undefined);
  return { ...head, principal: sessions.principalOf(head.accessKeyId), body: request.body };
}
