import type { Archive } from "../../cloud/archive.ts";
import type { Executions } from "../../cloud/executions.ts";
import type { RunnerTasks } from "../../cloud/runner-task.ts";
import type { Seal } from "../../cloud/seal.ts";
import type { StateLocks } from "../../cloud/state-lock.ts";
import type { TaskTokens } from "../../cloud/task-tokens.ts";
import type { VineArchives } from "../../cloud/vine-archives.ts";
import type { PublicConfig } from "../../contract/public-config.ts";
import type { Clock } from "../../trellis/clock.ts";
import type { Platform } from "../../trellis/identity-setup.ts";

/** What the routes for people need from outside; tests hand in their own. */
export interface PeopleDependencies {
  readonly clock: Clock;
  readonly executions: Pick<Executions, "start">;
  readonly runnerTasks: RunnerTasks;
  readonly taskTokens: Pick<TaskTokens, "succeed" | "fail">;
  /** For answers that hold a secret and may have to be given again. */
  readonly answerSeal: Seal;
  readonly stateLocks: StateLocks;
  readonly archive: Archive;
  readonly vineArchives: VineArchives;
  /** What the set-up of cloud identities names. */
  readonly platform: Platform;
  readonly config: PublicConfig;
  /** The newest release of the Tendril. */
  readonly latestVersion: string;
  /** Origins that may open a WebSocket. */
  readonly allowedOrigins: readonly string[];
  /** Throws when the issuer of the id tokens does not answer. */
  readonly checkIssuer: () => Promise<void>;
  readonly newSecret: () => string;
}
