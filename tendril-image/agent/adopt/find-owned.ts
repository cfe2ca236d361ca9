import type { AwsCredentials } from "../../../lambdas/contract/worker.ts";
import { findNetwork } from "./find-network.ts";
import { findRoles } from "./find-roles.ts";
import { findService } from "./find-service.ts";
import type { FindOwned } from "./owned.ts";

/** Asks each service by itself: unlike the tagging API they know at once what was made or deleted a moment ago. */
export const findOwned: FindOwned = async ({ tendrilId, region, credentials }) => {
  const client = { region, credentials: sdkCredentials(credentials) };
  const found = await Promise.all([
    findNetwork(client, tendrilId),
    findRoles(client, tendrilId),
    findService(client, tendrilId),
  ]);
  return found.flat();
};

function sdkCredentials({ access_key_id, secret_access_key, session_token }: AwsCredentials) {
  return { accessKeyId: access_key_id, secretAccessKey: secret_access_key, sessionToken: session_token };
}
