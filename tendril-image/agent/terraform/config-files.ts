import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Work } from "../../../lambdas/contract/worker.ts";

export const backendFile = "backend.json";

export interface ConfigOptions {
  readonly work: Work;
  /** The folder with all templates. */
  readonly templates: string;
  /** The folder that Terraform runs in. */
  readonly folder: string;
  /** True where S3 is not Amazon's own and knows no bucket host names. */
  readonly pathStyle: boolean;
}

/** Writes the root module: the template, and beside it what is generated for this job. */
export async function writeConfig({ work, templates, folder, pathStyle }: ConfigOptions): Promise<void> {
  await cp(join(templates, work.template), folder, { recursive: true });
  await writeJson(folder, "terraform.tfvars.json", work.variables);
  await writeJson(folder, backendFile, {
    bucket: work.state.bucket,
    key: work.state.key,
    region: work.state.region,
    use_lockfile: true,
    profile: "state",
    ...(pathStyle && { use_path_style: true }),
  });
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}
