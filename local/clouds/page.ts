/** One page of a list; the token is the place of the next item. */
export function pageOf<Item>(
  items: readonly Item[],
  token: string | null | undefined,
  maxItems: number,
): { readonly items: readonly Item[]; readonly next: string | undefined } {
  const start = token ? Number(Buffer.from(token, "base64url").toString()) : 0;
  const end = start + Math.max(1, maxItems);
  const next = end < items.length ? Buffer.from(String(end)).toString("base64url") : undefined;
  return { items: items.slice(start, end), next };
}
