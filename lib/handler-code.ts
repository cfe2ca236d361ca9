import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { join } from "node:path";
import { bundleForNode } from "./node-bundle.ts";
import { repositoryPath } from "./paths.ts";

const alias = {
  "@aws-sdk/credential-provider-node": repositoryPath("lambdas/cloud/lambda-credentials.ts"),
  "mnemonist/lru-cache": repositoryPath("lambdas/cloud/endpoint-cache.ts"),
};

/** The code of a handler: one minified ES module with all that it imports, bundled on this machine without Docker. */
export function handlerCode(entry: string): Code {
  return Code.fromAsset(repositoryPath("lambdas"), {
    // By what comes out: a change elsewhere in `lambdas` does not deploy this function again.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("never-used"),
      // Part of the CDK's cache key, which would otherwise be the same for all handlers.
      command: [entry],
      local: {
        tryBundle(outputFolder) {
          bundleForNode({ entry, outputFile: join(outputFolder, "index.mjs"), minify: true, alias });
          return true;
        },
      },
    },
  });
}
