import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { tables } from "../../lambdas/contract/tables.ts";
import { variables } from "../../lambdas/contract/environment.ts";
import type { VariableName } from "../../lambdas/contract/environment.ts";

/** The variables that a handler, with all that it imports and uses, reads from its environment. */
export function variablesReadBy(entry: string): readonly string[] {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(`../../${entry}`, import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "node",
    tsconfigRaw: "{}",
    // Only our own code is read.
    packages: "external",
    treeShaking: true,
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  const named = [...code.matchAll(/readEnvironment\(\[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name),
  );
  const ofTables = [...code.matchAll(/tableName\("(\w+)"\)/g)].map(([, name = ""]) => {
    if (!(name in tables)) throw new Error(`${entry} names the unknown table ${name}`);
    return `${name}Table`;
  });
  const names = new Set([...named, ...ofTables] as VariableName[]);
  return [...names].map((name) => variables[name]).toSorted();
}
