import { join } from "node:path";
import { cached } from "../cache.mjs";
import { download } from "../download.mjs";
import { pluginFolder } from "../plugin-folder.mjs";
import { SetupError } from "../setup-error.mjs";
import { unpackZip } from "../unpack.mjs";

/** As tendril-image/templates/tendril/versions.tf pins it. */
const version = "5.100.0";
const target = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const release = `https://releases.hashicorp.com/terraform-provider-aws/${version}/terraform-provider-aws_${version}_`;

/** Fetched once for all jobs, and held against the SHA256SUMS that HashiCorp publishes beside it. */
async function fetchProvider() {
  const plugins = await cached(`aws-provider-${version}`, async (into) => {
    const sums = (await download(`${release}SHA256SUMS`, undefined)).toString();
    const sum = new RegExp(`^([0-9a-f]{64})  terraform-provider-aws_${version}_${target}\\.zip$`, "m").exec(sums)?.[1];
    if (sum === undefined) throw new SetupError(`HashiCorp publishes no AWS provider ${version} for ${target}`);
    console.error(`Fetching Terraform's AWS provider ${version}, once for all jobs …`);
    const folder = join(into, "registry.terraform.io/hashicorp/aws", version, target);
    await unpackZip(await download(`${release}${target}.zip`, sum), folder);
  });
  return { env: { VINTNER_PLUGIN_DIR: plugins } };
}

/** It may be missing: each `terraform init` fetches it then. */
const leaveItToTerraform = async () => {
  console.error("Terraform's AWS provider could not be fetched: each `terraform init` will try it.");
  return {};
};

/** @type {import("../parts.mjs").Part} */
export const awsProvider = {
  label: "Terraform's AWS provider",
  ways: [async () => (pluginFolder() === undefined ? undefined : {}), fetchProvider, leaveItToTerraform],
  command: "",
};
