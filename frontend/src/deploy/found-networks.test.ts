import { expect, test } from "@jest/globals";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { networkLabel, networksIn, ownIdentities } from "./found-networks.ts";

const list = (items: { id: string; name: string; region?: string; parent_id?: string }[]) => ({
  items,
  truncated: false,
  error: null,
});
const none = list([]);
const identity: CloudIdentity = {
  id: "3f2b8c1e-0000-4000-8000-000000000003",
  name: "production",
  provider: "aws",
  is_verified: true,
  verified_at: null,
  created_at: "2026-11-21T12:00:00Z",
  credentials: {
    external_id: "e",
    resources: {
      vpcs: list([
        { id: "vpc-2", name: "main", region: "eu-west-1" },
        { id: "vpc-1", name: "empty", region: "eu-west-1" },
        { id: "vpc-3", name: "far", region: "us-east-1" },
      ]),
      subnets: list([
        { id: "subnet-2", name: "private-10", region: "eu-west-1", parent_id: "vpc-2" },
        { id: "subnet-1", name: "private-9", region: "eu-west-1", parent_id: "vpc-2" },
        { id: "subnet-3", name: "far", region: "us-east-1", parent_id: "vpc-3" },
      ]),
      hosted_zones: none,
      iam_users: none,
      security_groups: none,
    },
  },
};

test("offers the networks of the region that have subnets, in order of their names", () => {
  expect(networksIn(identity, "eu-west-1").map(({ vpc, subnets }) => [vpc.id, subnets.map(({ id }) => id)])).toEqual([
    ["vpc-2", ["subnet-1", "subnet-2"]],
  ]);
});

test("nothing without a region, an identity or what was found", () => {
  expect(networksIn(identity, "")).toEqual([]);
  expect(networksIn(undefined, "eu-west-1")).toEqual([]);
  expect(networksIn({ ...identity, provider: "aws", credentials: { external_id: "e" } }, "eu-west-1")).toEqual([]);
});

test("a label names what has a name, and never says an id twice", () => {
  expect(networkLabel({ id: "vpc-2", name: "main", cidr: "10.0.0.0/16" })).toBe("main (vpc-2, 10.0.0.0/16)");
  expect(networkLabel({ id: "vpc-2", name: "vpc-2" })).toBe("vpc-2");
  expect(networkLabel({ id: "vpc-2", name: "" })).toBe("vpc-2");
});

test("only identities of the account that Vintner runs in are its own", () => {
  const of = (account: string): CloudIdentity => ({
    ...identity,
    provider: "aws",
    name: account,
    credentials: { external_id: "e", role_arn: `arn:aws:iam::${account}:role/access` },
  });
  const unfinished: CloudIdentity = { ...identity, provider: "aws", credentials: { external_id: "e" } };
  const identities = [of("111111111111"), of("222222222222"), unfinished];
  const own = ownIdentities(identities, "arn:aws:iam::222222222222:role/vintner-broker");
  expect(own.map(({ name }) => name)).toEqual(["222222222222"]);
  expect(ownIdentities(identities, undefined)).toEqual([]);
});
