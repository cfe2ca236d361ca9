import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Work } from "../../../lambdas/contract/worker.ts";

export const backendFile = "backend.json";
/** Named on the command line, so that no file of an archive comes before it. */
export const variablesFile = "vintner.tfvars.json";

export interface ConfigOptions {
  readonly work: Work;
  /** The folder that Terraform runs in: the root module is there already. */
  readonly folder: string;
  /** True where S3 is not Amazon's own and knows no bucket host names. */
  readonly pathStyle: boolean;
}

/** Writes beside the root module what is generated for this job. */
export async function writeConfig({ work, folder, pathStyle }: ConfigOptions): Promise<void> {
  await writeJson(folder, variablesFile, work.variables);
  await writeJson(folder, backendFile, {
    bucket: work.state.bucket,
    key: work.state.key,
    region: work.state.region,
    use_lockfile: true,
    profile: "state",
    ...(pathStyle && { use_path_style: true }),
  });
}

/**
 * Makes the state of an archive ours, whatever it says of a backend or HCP Terraform itself.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
export async function overrideBackend(folder: string): Promise<void> {
  const name = lastOverrideName(await readdir(folder));
  await writeJson(folder, name, { terraform: { backend: { s3: {} } } });
}

/** Terraform reads override files in the order of their names' bytes; the last one wins. */
function lastOverrideName(names: readonly string[]): string {
  const overrides = names.filter((name) => /(^|_)override\.tf(\.json)?$/.test(name));
  const last = overrides.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).at(-1) ?? "vintner.tf";
  return `${last.replace(/\.tf(\.json)?$/, "")}~_override.tf.json`;
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}
