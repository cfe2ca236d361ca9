import type { Resource } from "../../contract/resources.ts";
import { inParallel } from "../../domain/in-parallel.ts";
import { reasonOf } from "../reason-of.ts";

/** Three lists run at once, so that 12 requests are under way: below EC2's buckets for describing (100, 20 a second). */
const regionsAtOnce = 4;

/**
 * Lists in every region, some at a time. A region that fails does not lose the others: what they hold is yielded first,
 * then the error names each that failed.
 */
export async function* inRegions(
  regions: () => Promise<readonly string[]>,
  list: (region: string) => AsyncIterable<readonly Resource[]>,
): AsyncGenerator<readonly Resource[]> {
  const failed: string[] = [];
  const pages = await inParallel(await regions(), regionsAtOnce, async (region) => {
    const found: Resource[] = [];
    try {
      for await (const page of list(region)) found.push(...page);
    } catch (error) {
      failed.push(`${region}: ${reasonOf(error)}`);
    }
    return found;
  });
  yield* pages;
  if (failed.length > 0) throw new Error(failed.sort().join("; "));
}
