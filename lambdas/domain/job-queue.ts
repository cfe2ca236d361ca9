/**
 * The queue in which a job stands that a Tendril runs: by it, and by nothing else, a claim finds the job. A job that waits
 * stands in the queue of the Tendril that was asked for, or in the one of all; a claimed one in that of its claim, where
 * the same request finds it again.
 */
export function queueOf(tendrilId: string | null): string {
  return tendrilId ?? "any";
}

export function queueOfClaim(tendrilId: string, requestId: string): string {
  return `${tendrilId}#${requestId}`;
}
