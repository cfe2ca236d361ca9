import { DockerImageAsset, Platform } from "aws-cdk-lib/aws-ecr-assets";
import { Construct } from "constructs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleAgent } from "./agent-bundle.ts";
import { releaseVersion } from "./release-version.ts";
import type { VintnerFunction } from "./vintner-function.ts";

/** The one image of platform runner and Tendrils, built for ARM64 when the stack is deployed. */
export class TendrilImage extends Construct {
  readonly asset: DockerImageAsset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // A folder of its own: two synths at once do not disturb each other. The asset keeps a copy.
    const folder = mkdtempSync(join(tmpdir(), "vintner-image-"));
    try {
      bundleAgent(folder);
      this.asset = new DockerImageAsset(this, "Asset", {
        directory: folder,
        platform: Platform.LINUX_ARM64,
        buildArgs: { VINTNER_VERSION: releaseVersion },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Tells a function which image new Tendrils run, and the version in it. */
  configure(handler: VintnerFunction): void {
    handler.set("tendrilImage", this.asset.imageUri);
    this.configureVersion(handler);
  }

  /** Tells a function which version of the Tendril is the newest. */
  configureVersion(handler: VintnerFunction): void {
    handler.set("tendrilVersion", releaseVersion);
  }
}
