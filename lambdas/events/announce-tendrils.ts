import { operationsEvents } from "../contract/operations-events.ts";
import { tendrilStatus } from "../domain/present-tendril.ts";
import { listTendrils } from "../store/tendrils.ts";
import type { Clock } from "../trellis/clock.ts";
import { logEvent } from "../trellis/log-event.ts";
import { publishTendril } from "../trellis/publish-tendril.ts";

/** The sweep comes every minute; twice that, so that a late one misses nobody. */
const lookBackMillis = 120_000;

/**
 * Pushes the Tendrils whose status changed by silence alone, and counts those that are silent: nobody else notices that
 * a heartbeat did not come. A self-hosted one may be switched off, and one that drains goes silent on purpose.
 */
export async function announceTendrils(clock: Pick<Clock, "now">): Promise<void> {
  const now = clock.now();
  const before = new Date(now.getTime() - lookBackMillis);
  for (const row of await listTendrils()) {
    const status = tendrilStatus(row, now);
    if (status !== tendrilStatus(row, before)) await publishTendril(row, now);
    if (status === "OFFLINE" && row.mode === "cloud-hosted" && row.drain_job_id === undefined) {
      logEvent(operationsEvents.tendrilOffline, { tendril_id: row.id });
    }
  }
}
