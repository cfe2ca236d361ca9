import { limits } from "../contract/limits.ts";

/** The first items that fit into one answer of a Lambda, which carries its body as a JSON string; at least one. */
export function itemsThatFit<Item>(items: readonly Item[]): readonly Item[] {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(item)));
    return index > 0 && bytes > limits.logPageMaxBytes;
  });
  return end === -1 ? items : items.slice(0, end);
}
