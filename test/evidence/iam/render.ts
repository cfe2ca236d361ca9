import type { AssemblyStack } from "../../../local/template/assembly.ts";

/** Logical ids end in a hash of their path. */
export function shortId(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, "");
}

/** Writes a template's value as text that a person reads: `${Table.Arn}/index/*`. */
export function renderer(stacks: readonly AssemblyStack[]): (value: unknown) => unknown {
  const exports = new Map(
    stacks.flatMap(({ template }) =>
      Object.values(template.Outputs ?? {}).flatMap(({ Export: exported, Value: value }) =>
        exported === undefined ? [] : [[String(exported.Name), value] as const],
      ),
    ),
  );

  function render(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(render);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [name = "", argument] = entries[0] ?? [];
    const known = entries.length === 1 ? intrinsics[name] : undefined;
    if (known !== undefined) return known(argument);
    return Object.fromEntries(entries.map(([key, one]) => [String(render(key)), render(one)]));
  }

  const intrinsics: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (argument) => `\${${shortId(String(argument))}}`,
    "Fn::GetAtt": (argument) => {
      const [id = "", attribute] = argument as string[];
      return `\${${shortId(id)}.${attribute}}`;
    },
    "Fn::Sub": String,
    "Fn::Join": (argument) => {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map(render).join(separator);
    },
    "Fn::ImportValue": (argument) => {
      if (!exports.has(String(argument))) throw new Error(`No stack exports ${String(argument)}`);
      return render(exports.get(String(argument)));
    },
    "Fn::Split": (argument) => {
      const [, text] = argument as [string, unknown];
      return render(text);
    },
    "Fn::Select": (argument) => {
      const [index, list] = argument as [number, unknown];
      return `${String(render(list))}[${index}]`;
    },
  };
  return render;
}
