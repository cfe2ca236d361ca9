import { expect, test } from "@jest/globals";
import { errorCatalogue } from "../contract/errors.ts";
import { isPlatformFault } from "./is-platform-fault.ts";

/** What a job's user can mend, or wanted. */
const otherFaults = [
  "JOB_CANCELLED",
  "INTERRUPTED",
  "ROLE_NOT_ASSUMABLE",
  "EXTERNAL_ID_NOT_REQUIRED",
  "TOKEN_NOT_ACCEPTED",
  "IMPERSONATION_DENIED",
  "IDENTITY_MISMATCH",
  "RESOURCES_NOT_LISTED",
  "NO_TENDRIL",
  "ARCHIVE_INVALID",
  "CLOUD_UNAVAILABLE",
  "TERRAFORM_INIT_FAILED",
  "TERRAFORM_PLAN_FAILED",
  "TERRAFORM_APPLY_FAILED",
  "TERRAFORM_DESTROY_FAILED",
  "EXECUTION_ABORTED",
];

test("whose fault an error is has been decided for every error that ends jobs", () => {
  const ending = Object.entries(errorCatalogue).filter(([, { status }]) => status === 500);
  const undecided = ending
    .map(([code]) => code)
    .filter((code) => !isPlatformFault(code) && !otherFaults.includes(code));
  expect(undecided).toEqual([]);
});

test("no error is both the platform's and somebody else's", () => {
  expect(otherFaults.filter(isPlatformFault)).toEqual([]);
});
