import { existsSync } from "node:fs";
import { join } from "node:path";
import { CacheControl, BucketDeployment, Source } from "aws-cdk-lib/aws-s3-deployment";
import type { IDistribution } from "aws-cdk-lib/aws-cloudfront";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { describeApi } from "../lambdas/contract/api/describe.ts";
import { releaseVersion } from "./release-version.ts";

/** Where the OpenAPI document lies in the bucket, and so under the dashboard's address. */
export const apiDescriptionPath = "api/openapi.json";

interface DashboardAssetsProps {
  /** The built dashboard. */
  readonly folder: string;
  readonly bucket: IBucket;
  readonly distribution: IDistribution;
}

/** Puts the built dashboard into its bucket. Files under `assets/` have their hash in their name and never change. */
export class DashboardAssets extends Construct {
  constructor(scope: Construct, id: string, { folder, bucket, distribution }: DashboardAssetsProps) {
    super(scope, id);
    if (!existsSync(join(folder, "index.html"))) {
      throw new Error("The dashboard is not built. Run: npx vite build frontend");
    }
    const source = Source.asset(folder);
    const logGroup = new LogGroup(this, "Logs", { removalPolicy: RemovalPolicy.DESTROY });
    const hashed = new BucketDeployment(this, "Hashed", {
      sources: [source],
      destinationBucket: bucket,
      logGroup,
      exclude: ["*"],
      include: ["assets/*"],
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      // Pages that are open while a new version comes still load the parts of the old one.
      prune: false,
    });
    const pages = new BucketDeployment(this, "Pages", {
      // The API's description is a file too: it is the same for everybody, and needs no function.
      sources: [source, Source.jsonData(apiDescriptionPath, describeApi(releaseVersion))],
      destinationBucket: bucket,
      logGroup,
      exclude: ["assets/*"],
      cacheControl: [CacheControl.noCache()],
      distribution,
      distributionPaths: ["/*"],
    });
    pages.node.addDependency(hashed);
  }
}
