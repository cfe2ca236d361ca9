import type { IncomingMessage } from "node:http";
import type { AwsRequestHead } from "./aws-request.ts";

/** Reads who calls what from the signature, of the header or of a presigned URL. */
export function requestHead(
  request: Pick<IncomingMessage, "method" | "url" | "headers">,
  form: URLSearchParams | undefined,
): AwsRequestHead {
  const url = request.url ?? "/";
  const method = request.method ?? "GET";
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  const scope = credentialScope(request.headers.authorization, query);
  const target = request.headers["x-amz-target"];
  const action = typeof target === "string" ? target.split(".").at(-1) : (form?.get("Action") ?? query.get("Action"));
  return {
    service: scope?.service ?? unsignedService(action),
    action: action ?? `${method} ${url.split("?")[0]}`,
    region: scope?.region ?? "us-east-1",
    accessKeyId: scope?.accessKeyId,
    method,
    url,
    headers: request.headers,
  };
}

export function isForm(request: IncomingMessage): boolean {
  return request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/** `<key>/<date>/<region>/<service>/aws4_request` */
function credentialScope(authorization: string | undefined, query: URLSearchParams) {
  const scope = /Credential=([^,\s]+)/.exec(authorization ?? "")?.[1] ?? query.get("X-Amz-Credential") ?? "";
  const [accessKeyId, , region, service] = scope.split("/");
  return accessKeyId && region && service ? { accessKeyId, region, service: service.toLowerCase() } : undefined;
}

/** Two calls of STS carry a token in place of a signature; whatever else comes unsigned is an object of S3. */
function unsignedService(action: string | null | undefined): string {
  return action?.startsWith("AssumeRoleWith") ? "sts" : "s3";
}
