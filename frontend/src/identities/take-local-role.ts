import { trellis } from "../api/trellis.ts";

/** On one machine only: applies an identity's set-up template in the account that comes with it, and saves the role. */
export async function takeLocalRole(identityId: string): Promise<void> {
  const { role_arn } = await trellis.localRole(identityId);
  await trellis.changeCloudIdentity(identityId, { credentials: { role_arn } });
}
