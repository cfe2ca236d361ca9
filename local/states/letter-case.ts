/** ECS's own `runTask` shapes, as a state machine writes them: the first letter of each member is upper case. */
export function toLowerCamel(value: unknown): unknown {
  return renameKeys(value, (key) => key.charAt(0).toLowerCase() + key.slice(1));
}

export function toUpperCamel(value: unknown): unknown {
  return renameKeys(value, (key) => key.charAt(0).toUpperCase() + key.slice(1));
}

function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renameKeys(one, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [rename(key), renameKeys(inner, rename)]));
}
