import { expect, test } from "@jest/globals";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { foundIn } from "./found-in.ts";

const none = { items: [], truncated: false, error: null };
const items = [
  { id: "vpc-1", name: "vpc-1", region: "eu-west-1" },
  { id: "vpc-2", name: "main-10", region: "eu-west-1" },
  { id: "vpc-3", name: "main-9", region: "eu-west-1" },
  { id: "vpc-4", name: "far", region: "us-east-1" },
];
const resources = {
  vpcs: { ...none, items },
  subnets: none,
  hosted_zones: none,
  iam_users: none,
  security_groups: none,
};
const identity: CloudIdentity = {
  id: "3f2b8c1e-0000-4000-8000-000000000003",
  name: "production",
  provider: "aws",
  is_verified: true,
  verified_at: null,
  created_at: "2026-11-21T12:00:00Z",
  credentials: { external_id: "e", resources },
};

test("offers what is in the region, that with a name first", () => {
  expect(foundIn(identity, "vpcs", "eu-west-1").map(({ id }) => id)).toEqual(["vpc-3", "vpc-2", "vpc-1"]);
});

test("nothing without a region, an identity or what was found", () => {
  expect(foundIn(identity, "vpcs", "")).toEqual([]);
  expect(foundIn(undefined, "vpcs", "eu-west-1")).toEqual([]);
  expect(foundIn({ ...identity, credentials: { external_id: "e" } }, "vpcs", "eu-west-1")).toEqual([]);
});
