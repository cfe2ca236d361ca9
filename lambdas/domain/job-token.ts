import { createHmac } from "node:crypto";

export interface JobTokenParts {
  readonly jobId: string;
  readonly attempt: number;
  readonly requestId: string;
}

/**
 * The token that serves one job and attempt. It follows from the claim, so that a repeated claim gets the same answer
 * while Trellis stores a hash alone; without the worker's own token nobody can work it out.
 */
export function jobToken(workerToken: string, { jobId, attempt, requestId }: JobTokenParts): string {
  return createHmac("sha256", workerToken).update(`${jobId}.${attempt}.${requestId}`).digest("hex");
}
