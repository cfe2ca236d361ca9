import { expect, test } from "@jest/globals";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { readinessOf, scopeOf } from "./identity-words.ts";

const aws: CloudIdentity = {
  id: "3f2b8c1e-0000-4000-8000-000000000003",
  name: "production",
  provider: "aws",
  is_verified: false,
  verified_at: null,
  created_at: "2026-11-21T12:00:00Z",
  credentials: { external_id: "e" },
};
const withRole: CloudIdentity = {
  ...aws,
  credentials: { external_id: "e", role_arn: "arn:aws:iam::210987654321:role/vintner" },
};

test("an AWS identity is not finished before it has a role, and then waits for its test", () => {
  expect([readinessOf(aws), readinessOf(withRole), readinessOf({ ...withRole, is_verified: true })]).toEqual([
    "unfinished",
    "untested",
    "verified",
  ]);
});

test("an Azure identity waits for its client id", () => {
  const azure: CloudIdentity = { ...aws, provider: "azure", credentials: { tenant_id: "t", subscription_id: "s" } };
  expect([readinessOf(azure), scopeOf(azure)]).toEqual(["unfinished", "s"]);
});

test("the account is read from the role", () => {
  expect([scopeOf(aws), scopeOf(withRole)]).toEqual([undefined, "210987654321"]);
});
