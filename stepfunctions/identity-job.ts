import type { Machine, State } from "./language.ts";
import { jobLifecycle, lambdaStep } from "./lifecycle.ts";
import type { MachineParts } from "./parts.ts";

/** One of these does the step Discover Resources; a state of their own chooses. */
export const discoverStates = ["Discover AWS", "Discover GCP", "Discover Azure"] as const;
export const chooseCloudState = "Choose Cloud";

/** Each function ends within two minutes; a few of them are retried when Lambda itself fails. */
const timeoutSeconds = 30 * 60;

export interface IdentityJobOptions {
  readonly type: "CONNECTION_TEST" | "FETCH_RESOURCES";
  readonly parts: MachineParts;
  /** What comes between taking the identity and looking around. */
  readonly afterAssume: Readonly<Record<string, State>>;
}

/** Takes a cloud identity and lists what it sees. Of the identity the machine learns which cloud it is of, no more. */
export function identityJob({ type, parts, afterAssume }: IdentityJobOptions): Machine {
  const { jobSteps, broker, discoverAws, discoverGcp, discoverAzure } = parts;
  const keep = { path: "$.identity", members: ["provider"] };
  const discover = (name: string, functionArn: string) => ({
    ...lambdaStep(name, functionArn, { step: "Discover Resources" }),
    Next: "Cache Resources",
  });
  return jobLifecycle({
    type,
    jobSteps,
    timeoutSeconds,
    steps: {
      "Assume Identity": lambdaStep("Assume Identity", broker, { keep }),
      ...afterAssume,
      [chooseCloudState]: {
        Type: "Choice",
        Choices: [
          { Variable: "$.identity.provider", StringEquals: "gcp", Next: "Discover GCP" },
          { Variable: "$.identity.provider", StringEquals: "azure", Next: "Discover Azure" },
        ],
        Default: "Discover AWS",
      },
      "Discover AWS": discover("Discover AWS", discoverAws),
      "Discover GCP": discover("Discover GCP", discoverGcp),
      "Discover Azure": discover("Discover Azure", discoverAzure),
      "Cache Resources": lambdaStep("Cache Resources", jobSteps),
    },
  });
}
