import type { IVpc } from "aws-cdk-lib/aws-ec2";
import { IpAddresses, Peer, Port, SecurityGroup, SubnetType, Vpc } from "aws-cdk-lib/aws-ec2";
import { Construct } from "constructs";

/** Where the platform runner works: public subnets in two zones, so no NAT to pay for, and nothing may come in. */
export class PlatformNetwork extends Construct {
  /** As its interface: with `exactOptionalPropertyTypes` the CDK's classes do not fit their interfaces by themselves. */
  readonly vpc: IVpc;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = new Vpc(this, "Vpc", {
      ipAddresses: IpAddresses.cidr("10.83.0.0/24"),
      maxAzs: 2,
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: "Public", subnetType: SubnetType.PUBLIC, cidrMask: 26 }],
    }) as IVpc;
    this.securityGroup = new SecurityGroup(this, "RunnerSecurityGroup", {
      vpc: this.vpc,
      description: "The platform runner: HTTPS out, nothing in",
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "AWS, the registry and Trellis");
  }

  get subnetIds(): readonly string[] {
    return this.vpc.publicSubnets.map((subnet) => subnet.subnetId);
  }
}
