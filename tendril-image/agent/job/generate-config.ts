import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { StepLog } from "../log/step-log.ts";
import { overrideBackend, writeConfig } from "../terraform/config-files.ts";
import { fetchArchive } from "./fetch-archive.ts";
import type { Stage, StageContext } from "./stage.ts";
import { startCredentials } from "./start-credentials.ts";

/** The root module with what is generated for this job. The platform's own jobs get their credentials first. */
export const generateConfig: Stage = async (context, log) => {
  const { parts, work, folder } = context;
  if (work.identity === null) {
    log.say("Asking Trellis for short-lived credentials");
    await startCredentials(context, log);
  }
  await mkdir(folder, { recursive: true });
  const name = await writeRootModule(context, log);
  const { AWS_ENDPOINT_URL: everywhere, AWS_ENDPOINT_URL_S3: s3 = everywhere } = parts.environment;
  await writeConfig({ work, folder, pathStyle: s3 !== undefined });
  log.say(`Wrote ${name} with ${Object.keys(work.variables).length} variables for ${work.region}`);
  log.say(`The state is s3://${work.state.bucket}/${work.state.key} in ${work.state.region}`);
  return undefined;
};

async function writeRootModule(context: StageContext, log: StepLog): Promise<string> {
  const { parts, work, folder } = context;
  const { source } = work;
  switch (source.kind) {
    case "template":
      await cp(join(parts.templates, source.name), folder, { recursive: true });
      return `the template "${source.name}"`;
    case "archive": {
      const files = await fetchArchive(context, source, log);
      await overrideBackend(folder);
      return `the archive's ${files} files`;
    }
    default:
      return source satisfies never;
  }
}
