/** Events of the program's log that CloudWatch counts: the functions write them, the stack's metrics look for them. */
export const operationsEvents = {
  /** A job failed by no fault of its user or their Terraform. */
  platformFault: "platform_fault",
  /** A job ended by the closer: its execution ended without having reported. */
  endedByCloser: "job_ended_by_closer",
  /** Once a minute for each job whose runner was lost amid changes: it waits for an admin. */
  recoveryNeeded: "job_needs_recovery",
  /** The sweep met an error with this job, and tries again in a minute. */
  notSwept: "job_not_swept",
  /** Once a minute for each cloud-hosted Tendril that should be there and is silent. */
  tendrilOffline: "tendril_offline",
} as const;
