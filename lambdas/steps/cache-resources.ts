import { VintnerError } from "../contract/errors.ts";
import type { Resources } from "../contract/resources.ts";
import { changeCloudIdentity } from "../store/cloud-identities.ts";
import { dropResources, readResources } from "../store/cloud-resources.ts";
import { changeJob } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import type { StepWork } from "../trellis/run-step.ts";

/** Shows what the job found in place of what was found before, at one stroke. */
export function cacheResources({ now }: Pick<Clock, "now">): StepWork {
  return async (row) => {
    const resources = await readResources(row.target.id, row.id);
    const lists = Object.values(resources);
    const changed = await changeCloudIdentity(row.target.id, {
      set: { resources_fetched_at: now().toISOString(), resources_job_id: row.id },
    });
    if (changed === undefined) throw new VintnerError("NOT_FOUND", "The cloud identity is gone");
    await dropResources(row.target.id, row.id);
    await changeJob(row.id, {
      setAt: [{ path: ["execution_metadata", "outputs"], value: { resources: countsOf(resources) } }],
      when: { attempt: row.attempt, notClosed: true },
    });
    const count = lists.reduce((sum, { items }) => sum + items.length, 0);
    return `Cached ${count} resources in ${lists.length} lists`;
  };
}

/** How many of each kind, for the job to tell. */
function countsOf(resources: Resources): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(resources).map(([kind, { items }]) => [kind, items.length]));
}
