import { cached } from "../cache.mjs";
import { output } from "../commands.mjs";
import { download } from "../download.mjs";
import { pins } from "../pins.mjs";
import { SetupError } from "../setup-error.mjs";
import { installCommand, platform } from "../system.mjs";
import { unpackZip } from "../unpack.mjs";

/** The S3 backend's lock by a file in the bucket came with 1.10; Terraform 1.11 made it final. */
async function find() {
  const [, major, minor] = /Terraform v(\d+)\.(\d+)/.exec((await output("terraform", ["version"])) ?? "") ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 11) ? {} : undefined;
}

async function fetchTerraform() {
  const pin = pins.terraform[platform];
  if (pin === undefined) throw new SetupError(`no Terraform is known for ${platform}`);
  const folder = await cached("terraform-1.11.4", async (into) => {
    console.error("Fetching Terraform 1.11 …");
    await unpackZip(await download(pin.url, pin.sha256), into);
  });
  return { folder };
}

/** @type {import("../parts.mjs").Part} */
export const terraform = {
  label: "Terraform 1.11 or newer",
  ways: [find, fetchTerraform],
  command: installCommand({
    debian: "terraform (from HashiCorp's repository: https://developer.hashicorp.com/terraform/install)",
    macos: "hashicorp/tap/terraform",
    other: "https://developer.hashicorp.com/terraform/install",
  }),
};
