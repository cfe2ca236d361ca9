import { serverMessageSchema, topics, type ServerMessage } from "../../../lambdas/contract/realtime.ts";
import { pause, type Clock } from "../clock.ts";
import type { ProgramLog } from "../program-log.ts";
import { FencedError } from "./errors.ts";
import { backOffMillis } from "./retry.ts";
import type { TrellisClient } from "./trellis-client.ts";

export interface LiveSocketOptions {
  readonly client: Pick<TrellisClient, "ticket" | "config">;
  readonly workerId: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: ProgramLog;
  readonly onMessage: (message: ServerMessage) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** API Gateway ends a connection that is idle for 10 minutes. */
const pingMillis = 5 * 60_000;

/**
 * Listens on the worker's own topic and comes back whenever the connection ends. Only a doorbell: without it, heartbeats
 * bring the same news, later.
 */
export async function keepLiveSocket(options: LiveSocketOptions): Promise<void> {
  const { clock, random, signal, log } = options;
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const { ws_url: url } = await options.client.config();
      const { ticket } = await options.client.ticket();
      if (await listen(options, `${url}?ticket=${encodeURIComponent(ticket)}`)) failures = 0;
    } catch (error) {
      // Heartbeats hear the same and act on it.
      if (error instanceof FencedError) log("live-refused", { code: error.code });
    }
    await pause(clock, backOffMillis(failures, random), signal);
  }
}

/** Resolves when the connection has ended: true when there was one. */
function listen(options: LiveSocketOptions, url: string): Promise<boolean> {
  const { clock, workerId, signal, onMessage, log } = options;
  if (signal.aborted) return Promise.resolve(false);
  const socket = new WebSocket(url);
  let opened = false;
  let endPings: () => void = () => undefined;
  const send = (message: object) => socket.send(JSON.stringify(message));
  const ping = () => {
    send({ action: "ping" });
    endPings = clock.after(pingMillis, ping);
  };
  const close = () => socket.close();
  signal.addEventListener("abort", close);
  socket.addEventListener("open", () => {
    opened = true;
    log("live-connected");
    send({ action: "subscribe", topic: topics.tendril(workerId) });
    endPings = clock.after(pingMillis, ping);
  });
  socket.addEventListener("message", ({ data }) => {
    const message = readMessage(data);
    if (message !== undefined) onMessage(message);
  });
  return new Promise((resolve) => {
    // A connection that could not be made also ends with `close`, after `error`.
    socket.addEventListener("close", () => {
      endPings();
      signal.removeEventListener("abort", close);
      resolve(opened);
    });
  });
}

/** What this version does not know it need not hear. */
function readMessage(data: unknown): ServerMessage | undefined {
  try {
    const message = serverMessageSchema.safeParse(JSON.parse(String(data)));
    return message.success ? message.data : undefined;
  } catch {
    return undefined;
  }
}
