import { dirname, join } from "node:path";
import type { ImageEnvironment } from "./cloud/ecs.ts";
import type { Assembly } from "./template/assembly.ts";
import { compiledDir } from "./compiled.ts";
import { loopback } from "./functions/function-environment.ts";
import { pluginFolder } from "./setup/plugin-folder.mjs";
import type { Releases, TendrilImage } from "./releases.ts";

export interface ImageEnvironmentOptions {
  readonly assembly: Assembly;
  readonly endpoint: string;
  /** What the template runs. */
  readonly base: TendrilImage;
  readonly releases: Pick<Releases, "byImage">;
}

/** What the image brings along: the very files that it is built from, and what its Dockerfile sets. */
export function imageEnvironment(image: string, options: ImageEnvironmentOptions): ImageEnvironment | undefined {
  const release = options.releases.byImage(image);
  const { image: files, version } = options.base;
  const folder = options.assembly.imageAsset(tagOf(release === undefined ? image : files));
  if (folder === undefined) return undefined;
  const plugins = pluginFolder();
  return {
    // The agent's `node` is the one that runs this.
    path: `${join(folder, "bin")}:${dirname(process.execPath)}`,
    environment: {
      VINTNER_VERSION: release?.version ?? version,
      AWS_ENDPOINT_URL: loopback(options.endpoint),
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      NODE_COMPILE_CACHE: compiledDir,
      ...(plugins === undefined ? {} : { VINTNER_PLUGIN_DIR: plugins }),
    },
    ...(release?.healthy === false ? { exitsWith: 1 } : {}),
  };
}

function tagOf(image: string): string {
  return image.slice(image.lastIndexOf(":") + 1);
}
