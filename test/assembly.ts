import { fileURLToPath } from "node:url";

/** Where the templates that all tests share are synthesized to, once a run. */
export const assemblyDir = fileURLToPath(new URL("../.vintner/test/assembly", import.meta.url));
