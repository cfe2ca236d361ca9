import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Resource } from "../../../lambdas/contract/resources.ts";
import type { TemplateVariable } from "../../../lambdas/contract/vine-templates.ts";

export type FoundKind = NonNullable<TemplateVariable["from"]>;

const collator = new Intl.Collator("en", { numeric: true });

/** What a connection test found of a kind in one region, in order of the names; what has none comes last. */
export function foundIn(identity: CloudIdentity | undefined, kind: FoundKind, region: string): readonly Resource[] {
  if (identity?.provider !== "aws") return [];
  const hasName = ({ id, name }: Resource) => name !== "" && name !== id;
  return (identity.credentials.resources?.[kind]?.items ?? [])
    .filter((resource) => resource.region === region)
    .toSorted((a, b) => Number(hasName(b)) - Number(hasName(a)) || collator.compare(a.name, b.name));
}
