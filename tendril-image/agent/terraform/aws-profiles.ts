import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AwsCredentials, CredentialsAnswer } from "../../../lambdas/contract/worker.ts";
import type { AwsFiles } from "./terraform-environment.ts";

/** The profiles that Terraform uses: `target` for what it makes, `state` for its state object and lock alone. */
export const profiles = ["target", "state"] as const;
type Profile = (typeof profiles)[number];

/**
 * The SDKs ask `credential_process` again once credentials have expired. We call them expired this much earlier, so
 * that no request is on its way when they really do.
 */
export const earlyExpirySeconds = 300;

/** The files through which Terraform gets its credentials. None of them is in an environment or on a command line. */
export class AwsProfiles {
  readonly files: AwsFiles;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.files = { configFile: join(folder, "config"), credentialsFile: join(folder, "none") };
  }

  /** `folder` is our own, so its name is safe in the quotes. */
  async writeConfig(): Promise<void> {
    const sections = profiles.map((name) => `[profile ${name}]\ncredential_process = cat "${this.#path(name)}"\n`);
    await writeFile(this.files.configFile, sections.join("\n"), { mode: 0o600 });
    await writeFile(this.files.credentialsFile, "", { mode: 0o600 });
  }

  /** Replaces both at once each: a reader sees the old or the new, never half. */
  async writeCredentials(credentials: CredentialsAnswer): Promise<void> {
    for (const name of profiles) {
      const path = this.#path(name);
      await writeFile(`${path}.new`, processOutput(credentials[name]), { mode: 0o600 });
      await rename(`${path}.new`, path);
    }
  }

  #path(name: Profile): string {
    return join(this.#folder, `${name}.json`);
  }
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
function processOutput(credentials: AwsCredentials): string {
  const expiration = new Date(Date.parse(credentials.expires_at) - earlyExpirySeconds * 1000);
  return JSON.stringify({
    Version: 1,
    AccessKeyId: credentials.access_key_id,
    SecretAccessKey: credentials.secret_access_key,
    SessionToken: credentials.session_token,
    Expiration: expiration.toISOString(),
  });
}
