import { limits } from "../contract/limits.ts";
import type { Resource, ResourceKind, ResourceList, Resources } from "../contract/resources.ts";

/**
 * Cuts lists until all of them fit into an answer: small ones stay whole, the large ones share what is left. A list that
 * was cut says so.
 */
export function fitResources(resources: Resources, maxBytes: number = limits.resourcesMaxBytes): Resources {
  const lists = (Object.entries(resources) as [ResourceKind, ResourceList][]).map(([kind, list]) => {
    const sizes = list.items.map(sizeOf);
    return { kind, list, sizes, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  });
  let left = maxBytes;
  const fitted: Partial<Record<ResourceKind, ResourceList>> = {};
  for (const [index, one] of lists.toSorted((a, b) => a.bytes - b.bytes).entries()) {
    const share = left / (lists.length - index);
    const kept = countWithin(one.sizes, share);
    left -= one.sizes.slice(0, kept).reduce((sum, size) => sum + size, 0);
    const truncated = one.list.truncated || kept < one.list.items.length;
    fitted[one.kind] = { ...one.list, items: one.list.items.slice(0, kept), truncated };
  }
  return fitted;
}

/** With the comma behind it. */
function sizeOf(item: Resource): number {
  return Buffer.byteLength(JSON.stringify(item)) + 1;
}

function countWithin(sizes: readonly number[], bytes: number): number {
  let sum = 0;
  const over = sizes.findIndex((size) => (sum += size) > bytes);
  return over === -1 ? sizes.length : over;
}
