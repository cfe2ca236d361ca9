import { createHash } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached } from "../cache.mjs";
import { mustRun, which } from "../commands.mjs";
import { mirrored } from "../download.mjs";
import { installCommand } from "../system.mjs";
import { ensurePython } from "./python.mjs";

/** moto stands in for EC2, IAM, S3, Secrets Manager, CloudWatch Logs and most of ECS. */
const requirements = fileURLToPath(new URL("moto-requirements.txt", import.meta.url));

/** pip holds each wheel against the SHA-256 that its index tells, and runs no package's own code. */
const pipInstall = ["-m", "pip", "install", "--quiet", "--no-input", "--only-binary", ":all:", "-r", requirements];

async function fetchMoto() {
  const python = await ensurePython();
  // Another Python or other requirements make another environment.
  const hash = createHash("sha256").update(await readFile(requirements));
  const folder = await cached(`moto-${hash.update(python).digest("hex").slice(0, 12)}`, async (into) => {
    console.error("Fetching moto …");
    await mustRun(python, ["-m", "venv", into]);
    await mustRun(join(into, "bin", "python3"), [...pipInstall, ...index()]);
    // pip wrote this folder's name into its own launcher, but the folder gets another name when it is whole
    const launcher = join(into, "bin", "moto_server");
    await writeFile(launcher, `#!/bin/sh\nexec "\${0%/*}/python3" -m moto.server "$@"\n`);
    await chmod(launcher, 0o755);
  });
  return { folder: join(folder, "bin") };
}

/** Without a mirror of ours, pip's own settings say where packages come from. */
function index() {
  return process.env.VINTNER_MIRROR ? ["--index-url", mirrored("https://pypi.org/simple/")] : [];
}

/** @type {import("../parts.mjs").Part} */
export const moto = {
  label: "Python 3.11 or newer with moto",
  ways: [async () => (which("moto_server") === undefined ? undefined : {}), fetchMoto],
  command: [
    installCommand({ debian: "python3-venv", macos: "python@3.12", other: "install Python 3.11 or newer" }),
    `${process.platform === "darwin" ? "python3.12" : "python3"} -m venv ~/.vintner-moto`,
    "~/.vintner-moto/bin/pip install -r local/setup/parts/moto-requirements.txt",
    'export PATH="$HOME/.vintner-moto/bin:$PATH"',
  ].join(" && "),
};
