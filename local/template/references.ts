/** Names that a value's `Ref`, `Fn::GetAtt` and `Fn::Sub` mention; parameters and pseudo parameters are among them. */
export function referencesOf(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const entry of value) collect(entry, found);
  else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (key === "Ref") found.add(String(entry));
      else if (key === "Fn::GetAtt")
        found.add(Array.isArray(entry) ? String(entry[0]) : (String(entry).split(".")[0] ?? ""));
      else if (key === "Fn::Sub") collectFromText(Array.isArray(entry) ? String(entry[0]) : String(entry), found);
      collect(entry, found);
    }
  }
}

function collectFromText(text: string, found: Set<string>): void {
  for (const [, name = ""] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) found.add(name.split(".")[0] ?? "");
}
