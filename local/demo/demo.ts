import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TrellisClient } from "../client/trellis-client.ts";
import { createLocalStack } from "../stack.ts";
import { synthesize } from "../synthesize.ts";
import { waitUntilHealthy } from "../wait-until-healthy.ts";
import { deployTendril, tour } from "./scenes.ts";
import { createScreen } from "./screen.ts";

/** `npm run demo`: a system of its own, one Tendril deployed for all to see; with `--tour` every kind of job. */
async function main(): Promise<void> {
  const screen = createScreen(process.stdout);
  const folder = await mkdtemp(join(tmpdir(), "vintner-demo-"));
  screen.say("Synthesizing the template and starting a system of its own …");
  await synthesize(join(folder, "assembly"));
  const stack = await createLocalStack({ assemblyDir: join(folder, "assembly"), dataDir: folder });
  try {
    await waitUntilHealthy(stack.url);
    screen.say(`The dashboard, as long as this runs: ${stack.url}`);
    const client = await TrellisClient.signIn(stack.url, "admin", "demo");
    await (process.argv.includes("--tour") ? tour(client, screen) : deployTendril(client, screen));
  } finally {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
