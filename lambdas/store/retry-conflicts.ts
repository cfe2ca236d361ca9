import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";

/** 10 tries with full jitter up to 20, 40, … 640 ms: at most 3.2 s in all, half of that on average. */
const triesMax = 10;
const firstDelayMillis = 20;
const longestDelayMillis = 640;

const passing = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/**
 * Repeats a write that met a transaction on the same item. A refused condition is an answer and comes through at once,
 * also where another part of the same transaction met a conflict: what the condition says is then read again.
 */
export async function retryConflicts<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === triesMax || !isPassing(error)) throw error;
      const limit = Math.min(firstDelayMillis * 2 ** (attempt - 1), longestDelayMillis);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * limit));
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  const codes = cancellationCodes(error).filter((code) => code !== "None");
  return codes.length > 0 && codes.every((code) => passing.has(code));
}

/** For each part of a refused transaction `None`, `ConditionalCheckFailed` or another reason; empty for other errors. */
export function cancellationCodes(error: unknown): readonly string[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).map((reason) => reason.Code ?? "None");
}
