import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Description?: string; readonly Export?: unknown }>>;
}

export interface Assembly {
  readonly folder: string;
  readonly data: Template;
  readonly app: Template;
}

/** The folder or file of an asset, by the S3 key or image tag that the template names. */
export function assetPath(assembly: Assembly, key: string): string {
  const path = join(assembly.folder, `asset.${key.replace(/\.zip$/, "")}`);
  if (!existsSync(path)) throw new Error(`The assembly has no asset ${key}`);
  return path;
}

export function resourcesOf(template: Template, type: string): [string, Readonly<Record<string, unknown>>][] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, resource.Properties ?? {}]);
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
