import type { TrellisClient } from "../local/client/trellis-client.ts";

/** A Tendril that somebody runs by themselves: here by hand, heartbeat by heartbeat. */
export interface SelfHosted {
  readonly id: string;
  heartbeat(more?: object): Promise<{
    readonly status: number;
    readonly body: { readonly drain?: boolean; readonly cancel?: readonly string[] };
  }>;
}

/** Registers it and lets it be heard once. */
export async function selfHosted(client: TrellisClient, name: string): Promise<SelfHosted> {
  const { body } = await client.post("/api/tendrils/register", { name, mode: "self-hosted" });
  const { id, token } = body as { id: string; token: string };
  const heartbeat: SelfHosted["heartbeat"] = async (more = {}) => {
    const response = await fetch(`${client.url}/api/tendrils/heartbeat`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-worker-id": id, "x-worker-token": token },
      body: JSON.stringify({ version: "0.0.1", instance_id: "by-hand", draining: false, ...more }),
    });
    return { status: response.status, body: (await response.json()) as { drain?: boolean; cancel?: string[] } };
  };
  await heartbeat();
  return { id, heartbeat };
}
