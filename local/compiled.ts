import { fileURLToPath } from "node:url";

/** What V8 compiled of the functions' programs, kept from start to start until the programs change. */
export const compiledDir = fileURLToPath(new URL("../.vintner/compiled", import.meta.url));
