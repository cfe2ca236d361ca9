import type { ErrorCode } from "../contract/errors.ts";

/** What ends a job and is nobody's mistake but the platform's: somebody who runs it should look. */
const platformFaults = [
  "INTERNAL",
  "UNAVAILABLE",
  "TENDRIL_LOST",
  "ATTEMPTS_EXHAUSTED",
  "RUNNER_START_FAILED",
  "RUNNER_FAILED",
  "NO_CAPACITY",
  "CREDENTIALS_EXPIRED",
  "TERRAFORM_MISSING",
  "DISK_FULL",
  "PLAN_NOT_STORED",
  "REGISTRATION_FAILED",
  "TENDRIL_START_FAILED",
  "DRAIN_FAILED",
  "UPDATE_FAILED",
  "ROLLOUT_FAILED",
  "DEREGISTRATION_FAILED",
  "EXECUTION_TIMED_OUT",
  "EXECUTION_FAILED",
] as const satisfies readonly ErrorCode[];

/** Whether a job's error is the platform's. All else is its user's, its Terraform's, its cloud's or was wanted. */
export function isPlatformFault(code: string): boolean {
  return (platformFaults as readonly string[]).includes(code);
}
