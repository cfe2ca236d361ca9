import { existsSync } from "node:fs";
import { join } from "node:path";
import { CacheControl, BucketDeployment, Source } from "aws-cdk-lib/aws-s3-deployment";
import type { IDistribution } from "aws-cdk-lib/aws-cloudfront";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";

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
    const hashed = new BucketDeployment(this, "Hashed", {
      sources: [source],
      destinationBucket: bucket,
      exclude: ["*"],
      include: ["assets/*"],
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      // Pages that are open while a new version comes still load the parts of the old one.
      prune: false,
    });
    const pages = new BucketDeployment(this, "Pages", {
      sources: [source],
      destinationBucket: bucket,
      exclude: ["assets/*"],
      cacheControl: [CacheControl.noCache()],
      distribution,
      distributionPaths: ["/*"],
    });
    pages.node.addDependency(hashed);
  }
}
