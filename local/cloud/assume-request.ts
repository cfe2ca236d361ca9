import type { Principal } from "./sessions.ts";
import type { AssumeRequest } from "./trust-policy.ts";

/** An AssumeRole call, read and checked as AWS does. */
export interface CheckedAssumeRequest extends AssumeRequest {
  readonly roleArn: string;
  readonly durationSeconds: number;
  readonly policies: readonly string[];
}

/** An error that STS answers. */
export class StsRefusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "StsRefusal";
    this.code = code;
    this.status = status;
  }
}

export function assumeRequest(form: URLSearchParams, principal: Principal): CheckedAssumeRequest {
  const roleArn = required(form, "RoleArn", /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
  const sessionName = required(form, "RoleSessionName", /^[\w+=,.@-]{2,64}$/);
  const externalId = optional(form, "ExternalId", /^[\w+=,.@:/-]{2,1224}$/);
  const sourceIdentity = optional(form, "SourceIdentity", /^[\w+=,.@-]{2,64}$/);
  return {
    principal,
    roleArn,
    sessionName,
    durationSeconds: duration(form, principal),
    policies: sessionPolicies(form),
    tags: sessionTags(form),
    ...(externalId === undefined ? {} : { externalId }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}

function required(form: URLSearchParams, name: string, pattern: RegExp): string {
  const value = optional(form, name, pattern);
  if (value === undefined) throw invalid(name, "null", "Member must not be null");
  return value;
}

function optional(form: URLSearchParams, name: string, pattern: RegExp): string | undefined {
  const value = form.get(name) ?? undefined;
  if (value === undefined || pattern.test(value)) return value;
  throw invalid(name, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

/** 15 minutes at least; a role that assumes a role (role chaining) gets an hour at most. */
function duration(form: URLSearchParams, principal: Principal): number {
  const seconds = Number(form.get("DurationSeconds") ?? 3600);
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw invalid("DurationSeconds", String(seconds), "Member must have value between 900 and 43200");
  }
  if (seconds > 3600 && principal.roleArn !== undefined) {
    const message =
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
    throw new StsRefusal("ValidationError", message);
  }
  return seconds;
}

function sessionPolicies(form: URLSearchParams): readonly string[] {
  const policy = form.get("Policy");
  if (policy === null) return [];
  if (policy.length > 2048) throw invalid("Policy", policy, "Member must have length less than or equal to 2048");
  try {
    JSON.parse(policy);
  } catch {
    throw new StsRefusal("MalformedPolicyDocument", "This policy contains invalid Json");
  }
  return [policy];
}

function sessionTags(form: URLSearchParams): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (let n = 1; form.has(`Tags.member.${n}.Key`); n++) {
    const key = form.get(`Tags.member.${n}.Key`) ?? "";
    const value = form.get(`Tags.member.${n}.Value`) ?? "";
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key)) throw invalid("Tags", key, "Member has an invalid key");
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value))
      throw invalid("Tags", value, "Member has an invalid value");
    tags[key] = value;
  }
  if (Object.keys(tags).length > 50) throw invalid("Tags", "…", "Member must have length less than or equal to 50");
  return tags;
}

function invalid(name: string, value: string, rule: string): StsRefusal {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return new StsRefusal(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}
