import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { cached } from "../cache.mjs";
import { mustRun, output } from "../commands.mjs";
import { SetupError } from "../setup-error.mjs";

/** The first Terraform whose S3 backend locks by a file in the bucket is 1.10; 1.11 made that final. */
const version = "1.11.4";
/** SHA-256 of the release archives, as HashiCorp publishes them in terraform_1.11.4_SHA256SUMS. */
/** @type {Record<string, string>} */
const checksums = {
  linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
  darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
  darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
};
const name = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;
const url = `https://releases.hashicorp.com/terraform/${version}/terraform_${version}_${name}.zip`;

async function find() {
  const [, major, minor] = /Terraform v(\d+)\.(\d+)/.exec((await output("terraform", ["version"])) ?? "") ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 11) ? {} : undefined;
}

/** @param {string} into */
async function fetchTerraform(into) {
  const checksum = checksums[name];
  if (checksum === undefined) throw new SetupError(`no Terraform archive is known for ${name}`);
  console.error(`Fetching Terraform ${version} …`);
  const response = await fetch(url);
  if (!response.ok) throw new SetupError(`${url} answered ${response.status}`);
  const archive = Buffer.from(await response.arrayBuffer());
  const sum = createHash("sha256").update(archive).digest("hex");
  if (sum !== checksum) throw new SetupError(`${url} has the SHA-256 ${sum}, not ${checksum}`);
  const file = join(into, "terraform.zip");
  await writeFile(file, archive);
  await mustRun("python3", ["-m", "zipfile", "-e", file, into]);
  await mustRun("chmod", ["+x", join(into, "terraform")]);
}

/** @type {import("../parts.mjs").Part} */
export const terraform = {
  label: "Terraform 1.11 or newer",
  find,
  bring: async () => ({ folder: await cached(`terraform-${version}`, fetchTerraform) }),
  command: `download ${url} and put "terraform" on the path`,
};
