import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "./client.ts";
import { retryConflicts } from "./retry-conflicts.ts";

/** Changes a row; answers the whole of it as it then is, or undefined when the condition did not hold. */
export async function sendUpdate(update: UpdateCommandInput): Promise<Record<string, unknown> | undefined> {
  const command = new UpdateCommand({ ...update, ReturnValues: "ALL_NEW" });
  try {
    return (await retryConflicts(() => documentClient.send(command))).Attributes;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
