export const account = "123456789012";
export const region = "eu-west-1";
export const machineArn = `arn:aws:states:${region}:${account}:stateMachine:m`;
export const roleArn = `arn:aws:iam::${account}:role/m`;
/** Of every execution. */
export const input = JSON.stringify({ job_id: "1" });

/** What an interpreter did: the states in the order of their entry, and how the execution ended. */
export interface Trace {
  readonly entered: readonly string[];
  readonly status: string;
  readonly error: string | undefined;
}
