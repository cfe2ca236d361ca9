import { buildSync } from "esbuild";
import { repositoryPath } from "./paths.ts";

interface NodeBundleOptions {
  /** From the repository's root. */
  readonly entry: string;
  readonly outputFile: string;
  readonly minify: boolean;
  /** Modules to take in place of others. @default none */
  readonly alias?: Readonly<Record<string, string>>;
  /** What the file begins with. @default nothing */
  readonly firstLine?: string;
}

/** CommonJS dependencies inside an ES module still call `require`, for Node's own modules. */
const requireBanner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** Bundles a program for Node 24 into one ES module, with all that it imports. */
export function bundleForNode({ entry, outputFile, minify, alias = {}, firstLine }: NodeBundleOptions): void {
  buildSync({
    entryPoints: [repositoryPath(entry)],
    outfile: outputFile,
    absWorkingDir: repositoryPath("."),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // ES modules first: what is not imported is then left out.
    mainFields: ["module", "main"],
    minify,
    alias: { ...alias },
    legalComments: "none",
    banner: { js: [firstLine, requireBanner].filter((line) => line !== undefined).join("\n") },
    // No `tsconfig.json` further up may change what is built.
    tsconfigRaw: "{}",
    logLevel: "warning",
  });
}
