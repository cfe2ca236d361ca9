import * as z from "zod";

/** The paging members that Step Functions' lists share. */
export const pageSchema = z.object({
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
});

export function pageOf<Item>(
  all: readonly Item[],
  page: z.infer<typeof pageSchema>,
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const start = Number(page.nextToken ?? 0);
  const end = start + (page.maxResults || 100);
  return { items: all.slice(start, end), nextToken: end < all.length ? String(end) : undefined };
}
