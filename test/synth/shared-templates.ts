import { join } from "node:path";
import { assemblyDir } from "../assembly.ts";
import { readJson, type Template } from "./synthesize.ts";

/** The templates that the whole test run shares: of an installation with nothing configured. */
export function sharedTemplates(): { readonly data: Template; readonly app: Template } {
  const read = (name: string) => readJson(join(assemblyDir, `${name}.template.json`)) as Template;
  return { data: read("VintnerData"), app: read("Vintner") };
}
