import { accountArn } from "./account-arn.ts";

/**
 * The roles that a Tendril's template makes. Their names hold the Tendril's UUID, so that roles of this application
 * itself are never among them.
 */
export function tendrilRoleArns(): string[] {
  const uuid = [8, 4, 4, 4, 12].map((length) => "?".repeat(length)).join("-");
  return ["execution", "task"].map((kind) => accountArn("iam", `role/vintner-${uuid}-${kind}`, ""));
}
