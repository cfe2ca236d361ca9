import type { FindOwned } from "./adopt/owned.ts";
import type { Clock } from "./clock.ts";
import type { ProgramLog } from "./program-log.ts";
import type { TrellisClient } from "./trellis/trellis-client.ts";

/** What every part of the agent is given from outside. */
export interface AgentParts {
  readonly client: TrellisClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  readonly log: ProgramLog;
  /** Says something to whoever looks at the container: fd 2. */
  readonly complain: (sentence: string) => void;
  readonly findOwned: FindOwned;
  readonly version: string;
  readonly instanceId: string;
  readonly workerToken: string;
  /** Of the agent's own environment; Terraform gets a few of them. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder with the Terraform templates. */
  readonly templates: string;
  /** Where a job gets a folder of its own. */
  readonly workFolder: string;
}
