import { VintnerError } from "../contract/errors.ts";
import type { IdentitySession } from "../contract/identity-session.ts";
import { limits } from "../contract/limits.ts";
import type { ResourceKind, ResourceList, Resources } from "../contract/resources.ts";
import type { IdentitySessions } from "../cloud/broker.ts";
import type { Discovery } from "../cloud/identity-cloud.ts";
import { listResources } from "../cloud/list-resources.ts";
import { fitResources } from "../domain/fit-resources.ts";
import { putResources } from "../store/cloud-resources.ts";
import { activeJob, type StepWork } from "../trellis/run-step.ts";
import { untilCancelled } from "../trellis/until-cancelled.ts";

export interface Discover<Session> {
  readonly discovery: Discovery<Session>;
  readonly sessionOf: IdentitySessions;
  /** The session, if it is one of this cloud. */
  readonly narrow: (session: IdentitySession) => Session | undefined;
  /** Ends the lists with what they have. */
  readonly newDeadline: () => AbortSignal;
}

/** Lists what is there, all kinds at once, and puts it aside for the next step. */
export function discoverResources<Session>({ discovery, sessionOf, narrow, newDeadline }: Discover<Session>): StepWork {
  return async (row, log) => {
    const session = narrow(await sessionOf(row.id));
    if (session === undefined) throw new Error("The identity is one of another cloud");
    await log.say(`Listing ${discovery.kinds.map(wordsOf).join(", ")} with credentials that can only read`);
    const { signal, end } = untilCancelled(row.id, newDeadline());
    const started = discovery.kinds.map((kind) => ({ kind, list: listResources(discovery, kind, session, signal) }));
    const found: Partial<Record<ResourceKind, ResourceList>> = {};
    try {
      for (const { kind, list } of started) {
        found[kind] = await list;
        await log.say(toldOf(kind, await list));
      }
    } finally {
      end();
    }
    await activeJob(row.id);
    refuseNothing(found);
    await putResources(row.target.id, row.id, fitResources(found));
  };
}

/** The discovery's own deadline, in time for the function's. */
export function discoveryDeadline(): AbortSignal {
  return AbortSignal.timeout(limits.discoverySeconds * 1000);
}

/** One list that fails does not lose the others; when all do, what was known before is worth more. */
function refuseNothing(found: Resources): void {
  const lists = Object.values(found);
  if (lists.some(({ error, items }) => error === null || items.length > 0)) return;
  const [first] = lists;
  throw new VintnerError("RESOURCES_NOT_LISTED", `No list could be read. The first:\n${first?.error ?? "unknown"}`);
}

function toldOf(kind: ResourceKind, { items, truncated, error }: ResourceList): string {
  const more = truncated ? ", and there are more" : "";
  const problem = error === null ? "" : `. Not all could be listed: ${error}`;
  return `Found ${items.length} ${wordsOf(kind)}${more}${problem}`;
}

function wordsOf(kind: ResourceKind): string {
  return kind.replaceAll("_", " ");
}
