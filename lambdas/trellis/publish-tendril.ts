import { readEnvironment } from "../contract/environment.ts";
import { topics } from "../contract/realtime.ts";
import { presentTendril } from "../domain/present-tendril.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { publish } from "./publish.ts";

/** Pushes a Tendril to the list of Tendrils; one that is not registered is not shown. */
export async function publishTendril(row: TendrilRow, now: Date): Promise<void> {
  if (row.registered_at === undefined) return;
  const { tendrilVersion } = readEnvironment(["tendrilVersion"]);
  await publish(topics.tendrils, { type: "tendril", tendril: presentTendril(row, now, tendrilVersion) });
}
