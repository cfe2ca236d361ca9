/** Calls an action of a query service; the answer is XML. */
export type Ask = (action: string, parameters: Readonly<Record<string, string | undefined>>) => Promise<string>;

/** A list as the query protocol writes it: `{"Tags.member.1.Key": …}`; EC2 leaves out `member`. */
export function queryList(
  prefix: string,
  entries: readonly (string | Readonly<Record<string, string | undefined>>)[] = [],
): Record<string, string | undefined> {
  const parameters: Record<string, string | undefined> = {};
  for (const [index, entry] of entries.entries()) {
    const name = `${prefix}.${index + 1}`;
    if (typeof entry === "string") parameters[name] = entry;
    else for (const [field, value] of Object.entries(entry)) parameters[`${name}.${field}`] = value;
  }
  return parameters;
}
