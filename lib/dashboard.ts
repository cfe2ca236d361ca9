import { CfnOutput, Fn, RemovalPolicy } from "aws-cdk-lib";
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
import { Construct } from "constructs";
import { DashboardAssets } from "./dashboard-assets.ts";
import type { HttpEndpoint } from "./http-endpoint.ts";
import type { RealtimeEndpoint } from "./realtime-endpoint.ts";
import { SecurityHeaders } from "./security-headers.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface DashboardProps {
  readonly http: HttpEndpoint;
  readonly realtime: RealtimeEndpoint;
  /** The built dashboard. */
  readonly folder: string;
}

/** One origin for all that a browser sees: the dashboard and, uncached, the HTTP API. */
export class Dashboard extends Construct {
  private readonly http: HttpEndpoint;
  private readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { http, realtime, folder }: DashboardProps) {
    super(scope, id);
    this.http = http;
    const bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    }) as IBucket;
    this.distribution = this.distribute(
      bucket,
      new SecurityHeaders(this, "Headers", { realtimeOrigin: realtime.origin }),
    );
    new DashboardAssets(this, "Assets", { folder, bucket, distribution: this.distribution });
    new CfnOutput(this, "Url", { value: this.url });
  }

  /** Without a slash at the end. */
  get url(): string {
    return `https://${this.distribution.distributionDomainName}`;
  }

  /** Tells a function from which origins people come. The API's own origin serves no page, and on one machine is the only one. */
  configureOrigins(handler: VintnerFunction): void {
    handler.set("allowedOrigins", `${this.url},${this.http.url}`);
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
    return new Distribution(this, "Distribution", {
      comment: "Vintner",
      defaultRootObject: "index.html",
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy,
        functionAssociations: [{ function: this.spaRouter(), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: { "/api/*": uncached, "/config.json": uncached, "/healthz": uncached },
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
