import { randomBytes } from "node:crypto";
import { secrets } from "../cloud/secrets.ts";
import { tendrilServices } from "../cloud/tendril-service.ts";
import { systemClock } from "../trellis/clock.ts";
import { runStep, type StepWork } from "../trellis/run-step.ts";
import { registerTendril } from "./register-tendril.ts";
import { startTendril } from "./start-tendril.ts";
import { tendrilStepInputSchema } from "./step-input.ts";

const newToken = (): string => randomBytes(32).toString("base64url");

const work: Readonly<Record<"Register Tendril" | "Start Tendril", StepWork>> = {
  "Register Tendril": registerTendril({ secrets: secrets(), newToken, now: systemClock.now }),
  "Start Tendril": startTendril(tendrilServices()),
};

/** The steps that reach a Tendril's own secret and service, in whatever region it lives. */
export async function handler(event: unknown): Promise<null> {
  const { step, job_id } = tendrilStepInputSchema.parse(event);
  await runStep(job_id, step, work[step]);
  return null;
}
