import { readEnvironment } from "../contract/environment.ts";
import { postToConnection } from "../cloud/connections.ts";
import { systemClock } from "../trellis/clock.ts";
import { realtimeHandler } from "./realtime-handler.ts";

const { allowedOrigins } = readEnvironment(["allowedOrigins"]);

/** The WebSocket API: `$connect`, `$disconnect` and every message. */
export const handler = realtimeHandler({
  now: systemClock.now,
  allowedOrigins: allowedOrigins.split(",").map((origin) => origin.trim()),
  post: postToConnection,
});
