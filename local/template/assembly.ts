import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";

/** A CloudFormation template as the CDK writes it. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: string | undefined }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
}

export interface Assembly {
  /** In deployment order: a stack comes after those it depends on. */
  readonly stacks: readonly AssemblyStack[];
  /** Absolute path of a file asset (a folder or file, as staged) by its hash, i.e. its S3 key without the ending. */
  fileAsset(hash: string): string | undefined;
  /** Absolute path of the folder that a Docker image asset is built from, by its hash, i.e. its image tag. */
  imageAsset(hash: string): string | undefined;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      displayName: z.string().optional(),
      properties: z
        .object({ templateFile: z.string(), stackName: z.string().optional(), file: z.string() })
        .partial()
        .default({}),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string().optional() }) })).default({}),
  dockerImages: z.record(z.string(), z.object({ source: z.object({ directory: z.string().optional() }) })).default({}),
});

/** Reads what `cdk synth` wrote (cloud assembly schema, `manifest.json`). */
export function readAssembly(dir: string): Assembly {
  const { artifacts } = manifestSchema.parse(readJson(dir, "manifest.json"));
  const assets = Object.values(artifacts)
    .filter(({ type }) => type === "cdk:asset-manifest")
    .map(({ properties }) => assetsSchema.parse(readJson(dir, properties.file ?? "")));
  const files = new Map(assets.flatMap((manifest) => Object.entries(manifest.files)));
  const images = new Map(assets.flatMap((manifest) => Object.entries(manifest.dockerImages)));
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(dir, path));

  const ordered = new Map<string, AssemblyStack>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact?.type !== "aws:cloudformation:stack" || ordered.has(id)) return;
    artifact.dependencies.forEach(visit);
    const { stackName = id, templateFile = "" } = artifact.properties;
    // the CDK wrote it a moment ago: CloudFormation itself is the judge of a template's inside
    ordered.set(id, { name: stackName, template: readJson(dir, templateFile) as Template });
  };
  Object.keys(artifacts).forEach(visit);

  return {
    stacks: [...ordered.values()],
    fileAsset: (hash) => absolute(files.get(hash)?.source.path),
    imageAsset: (hash) => absolute(images.get(hash)?.source.directory),
  };
}

function readJson(dir: string, name: string): unknown {
  return JSON.parse(readFileSync(join(dir, name), "utf8"));
}
