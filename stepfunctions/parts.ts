import type { PlatformRun } from "./platform-run.ts";

/** What machines are made of: ARNs of the functions that do the steps, and the platform runner. */
export interface MachineParts {
  readonly jobSteps: string;
  readonly tendrilSteps: string;
  readonly broker: string;
  readonly discoverAws: string;
  readonly discoverGcp: string;
  readonly discoverAzure: string;
  readonly run: PlatformRun;
}
