import type { Group } from "../../../lambdas/contract/person.ts";
import { request } from "../api/request.ts";

/** Asks this machine's own issuer for a token. Only where `auth.mode` is `local`. */
export async function localToken(user: string, group: Group): Promise<string> {
  const answer = await request<{ token: string }>("/local/token", { method: "POST", body: { user, groups: [group] } });
  return answer.token;
}
