import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "./client.ts";
import { cancellationCodes, retryConflicts } from "./retry-conflicts.ts";

export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** Writes all or nothing; false when a condition did not hold. */
export async function transact(TransactItems: TransactItem[]): Promise<boolean> {
  const command = new TransactWriteCommand({ TransactItems });
  try {
    await retryConflicts(() => documentClient.send(command));
    return true;
  } catch (error) {
    if (cancellationCodes(error).includes("ConditionalCheckFailed")) return false;
    throw error;
  }
}
