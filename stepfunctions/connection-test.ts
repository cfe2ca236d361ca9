import { identityJob } from "./identity-job.ts";
import type { Machine } from "./language.ts";
import { lambdaStep } from "./lifecycle.ts";
import type { MachineParts } from "./parts.ts";

/** CONNECTION_TEST: proves whose the identity is and that it can be used, and lists what is there. */
export function connectionTest(parts: MachineParts): Machine {
  return identityJob({
    type: "CONNECTION_TEST",
    parts,
    afterAssume: { "Verify Identity": lambdaStep("Verify Identity", parts.broker) },
  });
}
