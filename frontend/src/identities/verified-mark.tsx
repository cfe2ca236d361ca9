import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { StatusMark } from "../parts/status-mark.tsx";
import { readinessOf, type Readiness } from "./identity-words.ts";

const words = {
  verified: { tone: "success", text: "Verified" },
  untested: { tone: "queued", text: "Not verified" },
  unfinished: { tone: "pending", text: "Set-up unfinished" },
} as const satisfies Record<Readiness, unknown>;

/** Whether Trellis has proven that it can use the identity. */
export function VerifiedMark({ identity }: { readonly identity: CloudIdentity }) {
  const { tone, text } = words[readinessOf(identity)];
  return (
    <span className="status">
      <StatusMark tone={tone} />
      {text}
    </span>
  );
}
