import type { Template, TemplateResource } from "../../../local/template/assembly.ts";

const place = "arn:aws:any:eu-west-1:123456789012";

/** The template without the resources of some types; what spoke of them gets a made-up name or ARN. */
export function withoutTypes(template: Template, types: ReadonlySet<string>): Template {
  const isGone = (id: string) => types.has(template.Resources[id]?.Type ?? "");

  function replace(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== "object" || value === null) return value;
    const { Ref: ref, "Fn::GetAtt": getAtt } = value as { readonly Ref?: string; readonly "Fn::GetAtt"?: string[] };
    if (ref !== undefined && isGone(ref)) return madeUp(ref);
    const [id = "", attribute = ""] = getAtt ?? [];
    if (isGone(id)) return attribute.endsWith("Arn") ? `${place}:${id}` : `${id}.${attribute}`;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replace(one)]));
  }

  /** `Ref` of a secret is its ARN. */
  const madeUp = (id: string) => (template.Resources[id]?.Type.endsWith("::Secret") ? `${place}:secret:${id}` : id);
  const kept = Object.entries(template.Resources).filter(([id]) => !isGone(id));
  const resources = kept.map(([id, { DependsOn: needed, ...resource }]): [string, TemplateResource] => {
    const needs = [needed ?? []].flat().filter((one) => !isGone(one));
    return [id, { ...(replace(resource) as TemplateResource), ...(needs.length === 0 ? {} : { DependsOn: needs }) }];
  });
  return {
    ...template,
    Resources: Object.fromEntries(resources),
    ...(template.Outputs === undefined
      ? {}
      : { Outputs: replace(template.Outputs) as NonNullable<Template["Outputs"]> }),
  };
}
