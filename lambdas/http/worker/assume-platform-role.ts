import { VintnerError } from "../../contract/errors.ts";
import type { AssumeRole } from "../../cloud/assume-role.ts";
import type { StepWork } from "../../trellis/run-step.ts";

/** Proves that the platform's provisioner role can be assumed for this job, and keeps nothing of it. */
export function assumePlatformRole(roleArn: string, assumeRole: AssumeRole): StepWork {
  return async (row, log) => {
    await log.say(`Assuming IAM role ${roleArn}`);
    try {
      const { arn } = await assumeRole({ roleArn, jobId: row.id });
      return `Assumed ${roleArn} as ${arn}`;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new VintnerError("ROLE_NOT_ASSUMABLE", `${roleArn} could not be assumed: ${reason}`, { cause });
    }
  };
}
