import type { Processes } from "../../processes/processes.ts";
import type { CallWatcher } from "../aws-call.ts";
import type { CloudClient } from "../cloud-client.ts";
import type { Sessions } from "../sessions.ts";
import type { EcsFaults } from "./faults.ts";

/** What a container image brings along: `path` comes first in the container's PATH. */
export interface ImageEnvironment {
  readonly path?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A broken image: its containers end at once with this code. */
  readonly exitsWith?: number;
}

/** What the pieces of the local ECS are built from. */
export interface EcsParts {
  readonly account: string;
  readonly processes: Processes;
  readonly moto: CloudClient;
  readonly sessions: Sessions;
  /** Asked at each start of a container; `undefined` means that the image cannot be pulled. */
  readonly imageEnvironment: (image: string) => ImageEnvironment | undefined;
  /** Each task has a folder here: `<task id>/<container>.log`, `<task id>/home`, `<task id>/tmp`. */
  readonly dataDir: string;
  /** Sees what ECS does with a task's roles. */
  readonly onCall?: CallWatcher | undefined;
  readonly faults: EcsFaults;
  /** Of the agent's endpoint, `http://127.0.0.1:<port>`. */
  readonly agentUrl: string;
}

export const ecsTarget = (action: string) => `AmazonEC2ContainerServiceV20141113.${action}`;

export const nowSeconds = () => Date.now() / 1000;
