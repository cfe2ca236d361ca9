import { Fn, RemovalPolicy } from "aws-cdk-lib";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  PriceClass,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { Construct } from "constructs";
import type { ArtifactBucket } from "./artifact-bucket.ts";
import { apiDescriptionPath, DashboardAssets } from "./dashboard-assets.ts";
import type { CustomDomain } from "./configuration.ts";
import { domainRecords } from "./domain-records.ts";
import type { HttpEndpoint } from "./http-endpoint.ts";
import type { RealtimeEndpoint } from "./realtime-endpoint.ts";
import { SecurityHeaders } from "./security-headers.ts";
import { SignIn } from "./sign-in.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface DashboardProps {
  readonly http: HttpEndpoint;
  readonly realtime: RealtimeEndpoint;
  /** Where pages upload to. */
  readonly artifacts: ArtifactBucket;
  /** The built dashboard. */
  readonly folder: string;
  /** @default CloudFront's own name */
  readonly domain?: CustomDomain | undefined;
}

/** One origin for all that a browser sees: the dashboard and, uncached, the HTTP API. */
export class Dashboard extends Construct {
  readonly distribution: Distribution;
  private readonly http: HttpEndpoint;
  private readonly domain: CustomDomain | undefined;

  constructor(scope: Construct, id: string, { http, realtime, artifacts, folder, domain }: DashboardProps) {
    super(scope, id);
    this.http = http;
    this.domain = domain;
    const bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    }) as IBucket;
    const origins = [realtime.origin, SignIn.origin, artifacts.origin];
    this.distribution = this.distribute(bucket, new SecurityHeaders(this, "Headers", { origins }));
    new DashboardAssets(this, "Assets", { folder, bucket, distribution: this.distribution });
    if (domain?.hostedZone !== undefined) domainRecords(this, domain.name, domain.hostedZone, this.distribution);
  }

  /** What people open, without a slash at the end. */
  get url(): string {
    return `https://${this.domain?.name ?? this.distribution.distributionDomainName}`;
  }

  /** Every address that it answers at: CloudFront's own name works beside a custom one. */
  get urls(): readonly string[] {
    return [...new Set([this.url, `https://${this.distribution.distributionDomainName}`])];
  }

  /** Tells a function from which origins people come. The API's own origin serves no page, and on one machine is the only one. */
  configureOrigins(handler: VintnerFunction): void {
    handler.set("allowedOrigins", [...this.urls, this.http.url].join(","));
  }

  private distribute(bucket: IBucket, responseHeadersPolicy: SecurityHeaders): Distribution {
    const uncached = {
      origin: new HttpOrigin(Fn.select(2, Fn.split("/", this.http.url))),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy,
    };
    const files = {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy,
    };
    return new Distribution(this, "Distribution", {
      comment: "Vintner",
      defaultRootObject: "index.html",
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(this.domain !== undefined && {
        domainNames: [this.domain.name],
        certificate: Certificate.fromCertificateArn(this, "Certificate", this.domain.certificateArn),
      }),
      defaultBehavior: {
        ...files,
        functionAssociations: [{ function: this.spaRouter(), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: {
        // The first that fits counts.
        [`/${apiDescriptionPath}`]: files,
        "/api/*": uncached,
        "/config.json": uncached,
        "/healthz": uncached,
      },
    });
  }

  /** A path that names no file is one of the dashboard's own pages. */
  private spaRouter(): Function {
    return new Function(this, "SpaRouter", {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(
        [
          "function handler(event) {",
          "  var request = event.request;",
          '  if (!request.uri.split("/").pop().includes(".")) request.uri = "/index.html";',
          "  return request;",
          "}",
        ].join("\n"),
      ),
    });
  }
}
