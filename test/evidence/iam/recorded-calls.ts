import { fileURLToPath } from "node:url";

/** Where each local stack of a run leaves what its calls used and lacked. */
export const callsDir = fileURLToPath(new URL("../../../.vintner/test/calls", import.meta.url));

export interface Refusal {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
  /** The test file. */
  readonly test: string;
}

export interface RecordedCalls {
  readonly refused: readonly Refusal[];
  /** Of the templates' grants: `<policy>#<statement>|action|<pattern>`, `<policy>#<statement>|resource|<place>`. */
  readonly used: readonly string[];
}
