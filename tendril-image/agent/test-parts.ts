import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { FindOwned } from "./adopt/owned.ts";
import type { AgentParts } from "./agent-parts.ts";
import { systemClock } from "./clock.ts";
import { testTokens } from "./test-trellis.ts";
import { TrellisClient } from "./trellis/trellis-client.ts";

export interface ProgramEvent {
  readonly event: string;
  readonly fields: object;
}

export interface TestPartsOptions {
  readonly url: string;
  /** Home and work folder. */
  readonly folder: string;
  readonly events?: ProgramEvent[];
  readonly complaints?: string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** @default finds nothing */
  readonly findOwned?: FindOwned;
  /** @default the agent's fixtures */
  readonly templates?: string;
}

/** What the platform runner is made of, for tests: the real parts, and a Trellis of their own. */
export function testParts({ url, folder, events = [], complaints = [], ...options }: TestPartsOptions): AgentParts {
  return {
    client: new TrellisClient({ url, workerId: "platform", workerToken: testTokens.worker, clock: systemClock }),
    clock: systemClock,
    random: () => 0,
    newId: randomUUID,
    log: (event, fields = {}) => events.push({ event, fields }),
    complain: (sentence) => complaints.push(sentence),
    findOwned: options.findOwned ?? (() => Promise.resolve([])),
    version: "1.0.0",
    instanceId: "instance",
    workerToken: testTokens.worker,
    environment: {
      PATH: process.env["PATH"],
      HOME: folder,
      WORKER_TOKEN: testTokens.worker,
      TF_CLI_ARGS: "-bad",
      ...options.environment,
    },
    templates: options.templates ?? join(import.meta.dirname, "fixtures"),
    workFolder: folder,
  };
}
