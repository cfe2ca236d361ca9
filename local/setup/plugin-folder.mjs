import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * A folder with Terraform's providers that `terraform init -plugin-dir` takes; without one, init fetches them.
 * `VINTNER_PLUGIN_DIR` is the only place to look when it is set.
 * @returns {string | undefined}
 */
export function pluginFolder() {
  const named = process.env["VINTNER_PLUGIN_DIR"];
  const places = [
    join(homedir(), ".terraform.d/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/opt/tf-plugins",
  ];
  return (named ? [named] : places).find((folder) => existsSync(join(folder, "registry.terraform.io/hashicorp/aws")));
}
