import { limits } from "../contract/limits.ts";
import type { Resource, ResourceKind, ResourceList } from "../contract/resources.ts";
import type { Discovery } from "./identity-cloud.ts";
import { CloudAnswerError } from "./json-request.ts";
import { reasonOf } from "./reason-of.ts";

/** One kind's list to its end, or as far as it could be read, with what went wrong. Never throws. */
export async function listResources<Session>(
  discovery: Discovery<Session>,
  kind: ResourceKind,
  session: Session,
  signal: AbortSignal,
  itemsMax: number = limits.resourcesPerKindMax,
): Promise<ResourceList> {
  const items: Resource[] = [];
  try {
    for await (const page of untilAborted(discovery.list(kind, session, signal), signal)) {
      items.push(...page);
      if (items.length > itemsMax) return { items: items.slice(0, itemsMax), truncated: true, error: null };
    }
    return { items, truncated: false, error: null };
  } catch (error) {
    const tried = `Listing ${kind.replaceAll("_", " ")} failed`;
    if (signal.aborted) return { items, truncated: true, error: `${tried}: it was not done within its time` };
    const advice = isRefusal(error) ? `\n${discovery.advice(kind, session)}` : "";
    return { items, truncated: false, error: `${tried}: ${reasonOf(error)}.${advice}`.slice(0, 1500) };
  }
}

/** Goes on to the next page as long as nobody has aborted, also when what brings it does not listen to the signal. */
async function* untilAborted<Page>(pages: AsyncIterable<Page>, signal: AbortSignal): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]();
  let abort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort);
  });
  aborted.catch(() => {});
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Whether permissions are to be changed, as far as the clouds' clients tell. */
function isRefusal(error: unknown): boolean {
  if (error instanceof CloudAnswerError) return error.isRefusal;
  if (!(error instanceof Error)) return false;
  // Google's client has it in `code`, Azure's in `statusCode`; AWS's in its metadata, and every EC2 error is a 400 or 403.
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if ([code, statusCode].some((status) => status === 401 || status === 403)) return true;
  return /denied|unauthori[sz]ed|not authori[sz]ed|forbidden/i.test(`${error.name} ${error.message}`);
}
