import { writeFile } from "node:fs/promises";
import { join } from "node:path";

export const awsProvider = "registry.terraform.io/hashicorp/aws";

/**
 * Terraform's own settings for modules that may need more than the image brings: the AWS provider comes from the image,
 * all others from their registries.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export async function writeMirrorSettings(folder: string, pluginFolder: string): Promise<string> {
  const path = join(folder, "terraform.rc");
  const text = `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(pluginFolder)}
    include = ["${awsProvider}"]
  }
  direct {
    exclude = ["${awsProvider}"]
  }
}
`;
  await writeFile(path, text, { mode: 0o600 });
  return path;
}
