import { errorCatalogue, isErrorCode, type ErrorCode } from "../../../lambdas/contract/errors.ts";
import type { Job } from "../../../lambdas/contract/job.ts";

const again = "Re-run the job. If it fails again, look at the log of the step that failed.";

/** What a person can do about a job's error, where every type of job says the same. */
const nextSteps: Partial<Record<ErrorCode, string>> = {
  TENDRIL_LOST:
    "The runner went silent while Terraform was changing things, so what it had changed may not be in the state. The lock stays held until an admin recovers the job: Trellis then proves the runner gone, frees that state lock and closes the job. Re-run it afterwards; Terraform finds out what is there.",
  ATTEMPTS_EXHAUSTED:
    "The runner was lost in every attempt before it changed anything. Check the capacity and the network of where it ran, the Tendril or the platform's cluster, then re-run the job.",
  INTERRUPTED: "Terraform was interrupted in order and its state is saved. Re-run the job to finish what is left.",
  RUNNER_START_FAILED:
    "Check the reason above: most often the image could not be pulled or the task had no way out to the network. Then re-run the job.",
  RUNNER_FAILED: again,
  NO_CAPACITY: "The cloud had no room for the runner. Re-run the job in a few minutes.",
  ROLE_NOT_ASSUMABLE: "Check the trust policy of the role: Trellis must be allowed to assume it. Then re-run the job.",
  EXTERNAL_ID_NOT_REQUIRED:
    "Give the role the trust policy of the identity’s set-up, then re-run the job. Until then anybody who learns the role’s ARN could have it used.",
  TOKEN_NOT_ACCEPTED:
    "Compare issuer, subject and audience in the cloud with those of the identity’s set-up, to the letter. Then re-run the job.",
  IMPERSONATION_DENIED:
    "Let the pool act as the service account: the identity’s set-up has the command. A new grant takes a minute or two. Then re-run the job.",
  IDENTITY_MISMATCH: "Set the identity to what you mean on its page, then re-run the job.",
  IDENTITY_INCOMPLETE: "Finish the set-up on the identity’s page, then re-run the job.",
  RESOURCES_NOT_LISTED: "Give the identity the rights of its set-up, then re-run the job.",
  CLOUD_UNAVAILABLE: "Re-run the job in a few minutes.",
  CREDENTIALS_EXPIRED: "The role could not be assumed again in time. Check its trust policy, then re-run the job.",
  TERRAFORM_MISSING: "The runner has no Terraform on its PATH. Install it, or use Vintner's own image.",
  TERRAFORM_INIT_FAILED:
    "Terraform could not fetch a provider or reach its state. Look at the step Terraform Init, mend it, then re-run the job.",
  NO_TENDRIL: "Deploy a Tendril, or see why yours does not take jobs on its page, then re-run the job.",
  ARCHIVE_INVALID:
    "Pack the root module anew, with its .tf files at the top, choose it on the vine’s edit page, and plan again.",
  PLAN_NOT_STORED: "Terraform made the plan, but it could not be kept. Re-run the job in a few minutes.",
  TERRAFORM_APPLY_FAILED:
    "Mend what Terraform names above, then re-run the job: it goes on from the saved state and changes only what is missing.",
  TERRAFORM_DESTROY_FAILED: "Mend what Terraform names above, then re-run the job: it goes on from the saved state.",
  DISK_FULL: "The runner ran out of disk. Use smaller modules, or more ephemeral storage for its task.",
  REGISTRATION_FAILED:
    "The infrastructure is there, but the Tendril is not registered. Re-run the job: nothing is made twice.",
  TENDRIL_START_FAILED:
    "The Tendril is registered, but its service did not start. Re-run the job: nothing is made twice.",
  DRAIN_FAILED:
    "The Tendril did not come to rest. Look at the job that it runs; an admin can destroy it with force, which interrupts that job.",
  UPDATE_FAILED: "The Tendril goes on with the version it had. Mend what is named above, then update it again.",
  ROLLOUT_FAILED:
    "The service is back on the version it had, and the Tendril goes on with it. Look at the reason above; update again once the release is mended.",
  DEREGISTRATION_FAILED: "All that Terraform made is gone; only the registration is left. Re-run the job.",
  EXECUTION_ABORTED: "Somebody stopped the execution outside of Vintner. Re-run the job if that was not meant.",
  EXECUTION_TIMED_OUT: "The job took longer than it may. Look at the last lines of its log, then re-run it.",
  EXECUTION_FAILED: again,
};

/** A piece of what to do next: words, or such as lead to a page, or the name of a button at the top. */
export type NextPart = string | { readonly text: string; readonly href?: string };

export interface Failure {
  readonly title: string;
  readonly next: readonly NextPart[];
}

/** An error code of a newer Trellis than this page still gets its message shown and a sensible next step. */
export function failureOf(job: Job): Failure {
  const { error_code: code } = job;
  if (code === null || !isErrorCode(code)) return { title: "The job failed", next: [again, ...wayOut(job)] };
  const next = code === "TERRAFORM_PLAN_FAILED" ? afterFailedPlan(job) : [nextSteps[code] ?? again];
  return { title: errorCatalogue[code].title, next: [...next, ...wayOut(job)] };
}

/** A plan fails by the values it was given. Where they are changed is another place for each type of job. */
function afterFailedPlan({ type, target, error_message: message }: Job): readonly NextPart[] {
  switch (type) {
    case "DEPLOY_WORKER":
      return [
        "Mend what Terraform names above, then ",
        { text: "deploy with other values", href: "/tendrils/new" },
        ". Re-run repeats it as it was.",
      ];
    case "DESTROY_WORKER":
      return ["Mend what Terraform names above, then re-run the job. Nothing was destroyed by this one."];
    default: {
      const href = `/vines/${target.id}/edit`;
      const edit = message?.includes("No value for required variable")
        ? ["Add the variable under ", { text: "Edit", href }]
        : ["Mend what Terraform names above: ", { text: "edit the vine", href }];
      return [...edit, " and plan it again. A re-run plans what this job planned."];
    }
  }
}

/** A deployment that came to nothing keeps its name, though no list shows it: how to give it up instead of going on. */
export function wayOut({ type, steps, target }: Pick<Job, "type" | "steps" | "target">): readonly NextPart[] {
  if (type !== "DEPLOY_WORKER") return [];
  const isRegistered = steps.some(({ name, ok }) => name === "Register Tendril" && ok === true);
  return isRegistered
    ? [" Or destroy it ", { text: "on its page", href: `/tendrils/${target.id}` }, ", which frees the name."]
    : [" Or press ", { text: "Destroy what was made" }, ": it removes what is there and frees the name."];
}
