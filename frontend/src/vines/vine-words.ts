import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Vine, VineSource } from "../../../lambdas/contract/vine.ts";
import { vineTemplates } from "../../../lambdas/contract/vine-templates.ts";
import type { Tone } from "../parts/status-mark.tsx";

export function vineName({
  project_name,
  environment_stage,
}: Pick<Vine, "project_name" | "environment_stage">): string {
  return `${project_name}-${environment_stage}`;
}

/** What the vine is made from, in a few words. */
export function sourceLabel(source: VineSource): string {
  return source.kind === "template" ? vineTemplates[source.name].title : `Archive ${source.sha256.slice(0, 8)}`;
}

export const vineStatusWords: Readonly<Record<Vine["status"], { readonly tone: Tone; readonly text: string }>> = {
  NEW: { tone: "pending", text: "Not planned" },
  PLANNED: { tone: "success", text: "Planned" },
};

/** Whether a vine can be planted with the identity: only with AWS so far. */
export function canPlant({ provider, is_verified: isVerified }: CloudIdentity): boolean {
  return provider === "aws" && isVerified;
}
