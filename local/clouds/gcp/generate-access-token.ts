import * as z from "zod";
import type { AccessTokens } from "../access-tokens.ts";
import { bearerOf, type CloudAnswer, type CloudRequest } from "../cloud-request.ts";
import type { Holder } from "./exchange-token.ts";
import { statusError, unauthenticated } from "./google-error.ts";
import { seededProject } from "./seed.ts";

export interface ImpersonationOptions {
  /** The subject that may act as the service account. */
  readonly subject: () => string;
  readonly tokens: AccessTokens<Holder>;
}

const requestSchema = z.object({
  scope: z.array(z.string()).min(1),
  lifetime: z
    .string()
    .regex(/^\d{1,5}s$/)
    .default("3600s"),
});

/** `POST /v1/projects/-/serviceAccounts/<email>:generateAccessToken` of the IAM Credentials API. */
export function generateAccessToken(
  { subject, tokens }: ImpersonationOptions,
  request: CloudRequest,
  email: string,
): CloudAnswer {
  const holder = tokens.holderOf(bearerOf(request));
  if (holder?.kind !== "federated") return unauthenticated();
  if (email !== seededProject.service_account_email || holder.subject !== subject()) return notPermitted();
  const parsed = requestSchema.safeParse(readJson(request.body));
  const seconds = parsed.success ? Number.parseInt(parsed.data.lifetime, 10) : 0;
  if (!parsed.success || seconds < 1 || seconds > 3600) {
    return statusError(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
  }
  const { token, expiresAt } = tokens.issue({ kind: "service account", email }, seconds);
  return { status: 200, body: { accessToken: token, expireTime: `${expiresAt.toISOString().slice(0, 19)}Z` } };
}

export function notPermitted(): CloudAnswer {
  const message = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).";
  return statusError(403, "PERMISSION_DENIED", message, "IAM_PERMISSION_DENIED");
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
