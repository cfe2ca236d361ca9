import { join } from "node:path";
import { assemblyDir } from "../assembly.ts";
import { readJson, type Assembly, type Template } from "./template.ts";

/** What the whole test run shares: the assembly of an installation with nothing configured. */
export function sharedTemplates(): Assembly {
  const read = (name: string) => readJson(join(assemblyDir, `${name}.template.json`)) as Template;
  return { folder: assemblyDir, data: read("VintnerData"), app: read("Vintner") };
}
