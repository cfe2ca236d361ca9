import type { IDistribution } from "aws-cdk-lib/aws-cloudfront";
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import type { Construct } from "constructs";

/** Points a name of a hosted zone at a distribution, for IPv4 and IPv6. */
export function domainRecords(
  scope: Construct,
  recordName: string,
  { id, name }: { readonly id: string; readonly name: string },
  distribution: IDistribution,
): void {
  const zone = HostedZone.fromHostedZoneAttributes(scope, "Zone", { hostedZoneId: id, zoneName: name });
  const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
  new ARecord(scope, "Ipv4", { zone, recordName, target });
  new AaaaRecord(scope, "Ipv6", { zone, recordName, target });
}
