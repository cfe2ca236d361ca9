import { join } from "node:path";
import { checkPort } from "./gateway/listen.ts";
import { createLocalStack } from "./stack.ts";
import { synthesize } from "./synthesize.ts";
import { waitUntilHealthy } from "./wait-until-healthy.ts";

/** What `npm start` runs once every part is there: the whole system, until Ctrl-C. */
const defaultPort = 4000;

async function main(): Promise<void> {
  const port = portFrom(process.env["PORT"]);
  await checkPort(port);
  // Two of them on one machine have a port each, and so a folder each.
  const dataDir = join(import.meta.dirname, `../.vintner/${port}`);
  const assemblyDir = join(dataDir, "assembly");
  console.log("Synthesizing the template …");
  await synthesize(assemblyDir);
  console.log("Starting. Every start begins fresh: what an earlier one held is gone.");
  const stack = await createLocalStack({ assemblyDir, dataDir, port });
  const stop = createStop(() => stack.stop());
  process.on("SIGINT", stop).on("SIGTERM", stop);
  await waitUntilHealthy(stack.url);
  console.log(`Vintner is ready\n${stack.url}\nLogs of its programs: ${stack.logDir}\nCtrl-C stops all of it.`);
}

function portFrom(text: string | undefined): number {
  const port = text === undefined || text === "" ? defaultPort : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`PORT=${text} is not a port: use a number from 1 to 65535`);
}

/** The first signal stops all in order; a second one does not wait. */
function createStop(stopStack: () => Promise<void>): () => void {
  let stopping = false;
  return () => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log("Stopping …");
    void stopStack().then(() => {
      console.log("Stopped");
      process.exit(0);
    });
  };
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
