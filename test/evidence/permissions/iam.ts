import { formBody, need, requestTags, roleArn } from "./need.ts";
import type { Needs } from "./need.ts";

/** Calls that know no resource. */
const ofAccount = ["EnableOutboundWebIdentityFederation", "GetOutboundWebIdentityFederationInfo", "ListUsers"];
/** They look at the boundary that the role has already. */
const boundByRole = ["PutRolePolicy", "AttachRolePolicy", "DetachRolePolicy", "DeleteRolePolicy"];

export const iamNeeds: Needs = (call) => {
  const form = formBody(call);
  const action = `iam:${call.action}`;
  if (ofAccount.includes(call.action)) return [need(action, "*")];
  const name = form.get("RoleName");
  if (name === null) return undefined;
  const resource = roleArn(call, name);
  if (call.action !== "CreateRole") {
    return [{ ...need(action, resource), ...(boundByRole.includes(call.action) ? { boundedRole: name } : {}) }];
  }
  const tags = requestTags(tagsOf(form, "Tags.member"));
  const create = need(action, resource, [
    ["iam:PermissionsBoundary", form.get("PermissionsBoundary") ?? undefined],
    ...tags,
  ]);
  return tags.length === 0 ? [create] : [create, need("iam:TagRole", resource, tags)];
};

/** `<prefix>.<n>.Key`, `<prefix>.<n>.Value` */
export function tagsOf(form: URLSearchParams, prefix: string): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (let n = 1; form.has(`${prefix}.${n}.Key`); n++) {
    tags[form.get(`${prefix}.${n}.Key`) ?? ""] = form.get(`${prefix}.${n}.Value`) ?? "";
  }
  return tags;
}
