import { setTimeout as sleep } from "node:timers/promises";

const pauseMillis = 200;
const patienceMillis = 60_000;

/** Asks `/healthz` until it answers 200. */
export async function waitUntilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + patienceMillis;
  for (;;) {
    const response = await fetch(`${url}/healthz`);
    if (response.ok) return;
    const detail = await response.text();
    if (Date.now() > deadline) throw new Error(`${url}/healthz still answers ${response.status}: ${detail}`);
    await sleep(pauseMillis);
  }
}
