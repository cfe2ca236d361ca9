import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { ImageEnvironment } from "./cloud/ecs.ts";
import type { Assembly } from "./template/assembly.ts";
import { variables } from "../lambdas/contract/environment.ts";
import type { FunctionDefinition } from "./functions/function-definition.ts";
import { loopback } from "./functions/function-environment.ts";

export interface ImageEnvironmentOptions {
  readonly assembly: Assembly;
  readonly endpoint: string;
  readonly functions: readonly FunctionDefinition[];
}

/** What the image brings along: the very files that it is built from, and what its Dockerfile sets. */
export function imageEnvironment(image: string, options: ImageEnvironmentOptions): ImageEnvironment | undefined {
  const tag = image.slice(image.lastIndexOf(":") + 1);
  const folder = options.assembly.imageAsset(tag);
  if (folder === undefined) return undefined;
  const plugins = pluginFolder();
  return {
    // The agent's `node` is the one that runs this.
    path: `${join(folder, "bin")}:${dirname(process.execPath)}`,
    environment: {
      VINTNER_VERSION: versionOf(image, options.functions),
      AWS_ENDPOINT_URL: loopback(options.endpoint),
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      ...(plugins === undefined ? {} : { VINTNER_PLUGIN_DIR: plugins }),
    },
  };
}

/** The template tells some function which image new Tendrils run, and the version in it. */
function versionOf(image: string, functions: readonly FunctionDefinition[]): string {
  const found = functions.find(({ environment }) => environment[variables.tendrilImage] === image);
  return found?.environment[variables.tendrilVersion] ?? "0.0.0";
}

/** A folder with Terraform's providers that `terraform init -plugin-dir` takes; without one, init fetches them. */
export function pluginFolder(): string | undefined {
  const folders = [
    process.env["VINTNER_PLUGIN_DIR"],
    join(homedir(), ".terraform.d/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/opt/tf-plugins",
  ];
  return folders.find(
    (folder) => folder !== undefined && existsSync(join(folder, "registry.terraform.io/hashicorp/aws")),
  );
}
