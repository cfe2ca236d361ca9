/** What a step answers, once: a result, or an error. A step that waits by token ends its wait with it. */
export type Answer = { readonly ok: unknown } | { readonly error: string; readonly cause: string };

/** The answers of one scenario, step by step; each is given once, and then the usual one again. */
export interface Script {
  /** By the step that the payload names; `Run Terraform` is the platform runner's task. */
  readonly answers?: Readonly<Record<string, readonly Answer[]>>;
}

/** What a step answers unless the script says otherwise: as when all goes well. */
const usual: Readonly<Record<string, unknown>> = {
  "Assume Identity": { provider: "aws" },
  "Settle Run": { next: "go-on" },
  "Requeue Jobs": { next: "destroy" },
  "Wait For Capacity": { all: ["a", "b"], subnets: ["b"], seconds: 0, waited: 0 },
};

/** Plays a script: both interpreters ask it, in the order in which they enter the states. */
export function playScript({ answers = {} }: Script): (step: string, payload: StepPayload) => Answer {
  const left = new Map(Object.entries(answers).map(([step, list]) => [step, [...list]]));
  return (step, { error }) => {
    const scripted = left.get(step)?.shift();
    if (scripted !== undefined) return scripted;
    // Report Failure hands on what was caught.
    if (step === "Report Failure") return { ok: { error: error?.Error, cause: error?.Cause } };
    return { ok: usual[step] ?? {} };
  };
}

/** What a machine hands to a step. */
export interface StepPayload {
  readonly step: string;
  readonly task_token?: string;
  readonly error?: { readonly Error: string; readonly Cause: string };
}
