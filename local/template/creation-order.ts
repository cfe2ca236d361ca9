import type { Template, TemplateResource } from "./assembly.ts";
import { referencesOf } from "./references.ts";

/** Logical ids so that each comes after those it refers to or depends on; otherwise in the template's order. */
export function creationOrder(resources: Template["Resources"]): readonly string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    const resource = resources[logicalId];
    if (resource === undefined || ordered.has(logicalId)) return;
    if (path.includes(logicalId)) throw new Error(`The template has a circle: ${[...path, logicalId].join(" → ")}`);
    for (const other of dependencies(resource)) visit(other, [...path, logicalId]);
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
  return [...ordered];
}

function dependencies({ Properties, DependsOn = [] }: TemplateResource): readonly string[] {
  return [...(typeof DependsOn === "string" ? [DependsOn] : DependsOn), ...referencesOf(Properties)];
}
