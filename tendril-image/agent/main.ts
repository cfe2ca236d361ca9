import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { readEnvironment, variables } from "../../lambdas/contract/environment.ts";
import { findOwned } from "./adopt/find-owned.ts";
import type { AgentParts } from "./agent-parts.ts";
import { systemClock } from "./clock.ts";
import { healthFile } from "./health-file.ts";
import { instanceId } from "./instance-id.ts";
import { platform } from "./platform.ts";
import { programLog } from "./program-log.ts";
import { tendril } from "./tendril.ts";
import { TrellisClient } from "./trellis/trellis-client.ts";

const usage = "usage: vintner-agent platform | tendril\n";

/** From here on only the agent itself knows the token: no child and no crash report gets it with the environment. */
function takeEnvironment() {
  const names = ["apiUrl", "workerId", "workerToken", "version"] as const;
  const environment = readEnvironment(names);
  delete process.env[variables.workerToken];
  return environment;
}

async function agentParts({
  apiUrl: url,
  workerId,
  workerToken,
  version,
}: ReturnType<typeof takeEnvironment>): Promise<AgentParts> {
  return {
    client: new TrellisClient({ url, workerId, workerToken, clock: systemClock }),
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    log: programLog(systemClock, (line) => process.stdout.write(line)),
    complain: (sentence) => void process.stderr.write(`vintner-agent: ${sentence}\n`),
    findOwned,
    version,
    instanceId: await instanceId(process.env["ECS_CONTAINER_METADATA_URI_V4"], randomUUID),
    workerToken,
    environment: process.env,
    templates: fileURLToPath(new URL("../templates/", import.meta.url)),
    workFolder: tmpdir(),
  };
}

/** SIGTERM from ECS; SIGINT from a person at a self-hosted Tendril's terminal. */
function shutdownSignal(): AbortSignal {
  const shutdown = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => shutdown.abort());
  return shutdown.signal;
}

async function main(command: string | undefined): Promise<number> {
  const shutdown = shutdownSignal();
  switch (command) {
    case "platform": {
      const environment = takeEnvironment();
      const { jobId } = readEnvironment(["jobId"]);
      return platform(await agentParts(environment), { workerId: environment.workerId, jobId, shutdown });
    }
    case "tendril": {
      const environment = takeEnvironment();
      const parts = await agentParts(environment);
      return tendril(parts, { workerId: environment.workerId, health: healthFile(tmpdir()), drain: shutdown });
    }
    default:
      process.stderr.write(usage);
      return 2;
  }
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  process.stderr.write(`vintner-agent: ${error instanceof Error ? error.message : "unknown error"}\n`);
  process.exitCode = 1;
}
// Timers and connections that are left have nothing more to do.
process.exit();
