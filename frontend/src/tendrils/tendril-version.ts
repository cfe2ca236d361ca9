import type { Tendril } from "../../../lambdas/contract/tendril.ts";

type Versions = Pick<Tendril, "mode" | "version" | "latest_version">;

/** What can be said of a Tendril's version: whether Vintner can bring it up to date, and why not. */
export type UpdateState =
  | { readonly can: true; readonly from: string | null; readonly to: string }
  | { readonly can: false; readonly why: string };

export function updateState({ mode, version, latest_version: latest }: Versions): UpdateState {
  if (version === latest) return { can: false, why: `It runs the newest version, ${latest}` };
  if (mode === "self-hosted") {
    return { can: false, why: `Who runs it updates it: start it again with version ${latest}` };
  }
  return { can: true, from: version, to: latest };
}
