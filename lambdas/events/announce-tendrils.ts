import { tendrilStatus } from "../domain/present-tendril.ts";
import { listTendrils } from "../store/tendrils.ts";
import type { Clock } from "../trellis/clock.ts";
import { publishTendril } from "../trellis/publish-tendril.ts";

/** The sweep comes every minute; twice that, so that a late one misses nobody. */
const lookBackMillis = 120_000;

/** Pushes the Tendrils whose status changed by silence alone: nobody else notices that a heartbeat did not come. */
export async function announceTendrils(clock: Pick<Clock, "now">): Promise<void> {
  const now = clock.now();
  const before = new Date(now.getTime() - lookBackMillis);
  for (const row of await listTendrils()) {
    if (tendrilStatus(row, now) !== tendrilStatus(row, before)) await publishTendril(row, now);
  }
}
