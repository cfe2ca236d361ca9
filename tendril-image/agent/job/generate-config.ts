import { mkdir } from "node:fs/promises";
import { writeConfig } from "../terraform/config-files.ts";
import type { Stage } from "./stage.ts";

/** Credentials first, then the root module with what is generated for this job. */
export const generateConfig: Stage = async ({ parts, work, profiles, credentials, folder }, log) => {
  log.say("Asking Trellis for short-lived credentials");
  await profiles.writeConfig();
  const { target } = await credentials.start();
  log.say(`Got credentials until ${target.expires_at}; they are renewed before`);
  await mkdir(folder, { recursive: true });
  const { AWS_ENDPOINT_URL: everywhere, AWS_ENDPOINT_URL_S3: s3 = everywhere } = parts.environment;
  await writeConfig({ work, templates: parts.templates, folder, pathStyle: s3 !== undefined });
  const count = Object.keys(work.variables).length;
  log.say(`Wrote the template "${work.template}" with ${count} variables for ${work.region}`);
  log.say(`The state is s3://${work.state.bucket}/${work.state.key} in ${work.state.region}`);
  return undefined;
};
