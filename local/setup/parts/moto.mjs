import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cached } from "../cache.mjs";
import { mustRun, output, which } from "../commands.mjs";

/** moto stands in for EC2, IAM, S3, Secrets Manager, CloudWatch Logs and most of ECS. */
const version = "5.2.1";

/** @type {import("../parts.mjs").Part} */
export const moto = {
  label: `Python 3 with moto ${version}`,
  find: async () => (which("moto_server") === undefined ? undefined : {}),
  bring: async () => {
    if ((await output("python3", ["-c", "import venv, ensurepip"])) === undefined) return undefined;
    const folder = await cached(`moto-${version}`, async (into) => {
      console.error(`Fetching moto ${version} …`);
      await mustRun("python3", ["-m", "venv", into]);
      await mustRun(join(into, "bin", "python3"), ["-m", "pip", "install", "--quiet", `moto[server,all]==${version}`]);
      // pip wrote this folder's name into its own launcher, but the folder gets another name when it is whole
      const launcher = join(into, "bin", "moto_server");
      await writeFile(launcher, `#!/bin/sh\nexec "$(dirname "$0")/python3" -m moto.server "$@"\n`);
      await chmod(launcher, 0o755);
    });
    return { folder: join(folder, "bin") };
  },
  command: `sudo apt-get install -y python3-venv && python3 -m pip install 'moto[server,all]==${version}'`,
};
