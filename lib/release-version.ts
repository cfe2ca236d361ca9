import { readFileSync } from "node:fs";
import * as z from "zod";
import { repositoryPath } from "./paths.ts";

const packageSchema = z.object({ version: z.string() });

/** The version of everything that one synth builds, from `package.json`. */
export const releaseVersion = packageSchema.parse(
  JSON.parse(readFileSync(repositoryPath("package.json"), "utf8")),
).version;
