import type { ResourceKind } from "../../contract/resources.ts";

/** The actions behind each list; `ec2:DescribeRegions` tells in which regions to look. */
const actions: Readonly<Partial<Record<ResourceKind, readonly string[]>>> = {
  vpcs: ["ec2:DescribeRegions", "ec2:DescribeVpcs"],
  subnets: ["ec2:DescribeRegions", "ec2:DescribeSubnets"],
  security_groups: ["ec2:DescribeRegions", "ec2:DescribeSecurityGroups"],
  hosted_zones: ["route53:ListHostedZones"],
  iam_users: ["iam:ListUsers"],
};

/** The least that the lists of these kinds need, as an IAM policy. AWS knows no narrower resource for any of it. */
export function readPolicy(kinds: readonly ResourceKind[]) {
  const needed = [...new Set(kinds.flatMap((kind) => actions[kind] ?? []))].sort();
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "VintnerDiscovery", Effect: "Allow", Action: needed, Resource: "*" }],
  };
}
