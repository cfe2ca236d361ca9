import { limits } from "../contract/limits.ts";
import type { ServerMessage } from "../contract/realtime.ts";
import { postToConnection } from "../cloud/connections.ts";
import { dropConnection, subscribersOf } from "../store/connections.ts";
import { logEvent } from "./log-event.ts";

/**
 * Pushes a message to all that subscribed to a topic; answers how many got it. The push is a doorbell: whoever misses
 * it reads the table, so that a failure here is told in the program's log and never stops the work.
 */
export async function publish(topic: string, message: ServerMessage): Promise<number> {
  const frame = JSON.stringify(message);
  if (Buffer.byteLength(frame) > limits.frameMaxBytes) {
    logEvent("frame_too_large", { topic });
    return 0;
  }
  try {
    const connections = await subscribersOf(topic);
    const sent = await Promise.all(connections.map((id) => push(id, frame)));
    return sent.filter(Boolean).length;
  } catch (error) {
    logEvent("publish_failed", { topic, error });
    return 0;
  }
}

async function push(connectionId: string, frame: string): Promise<boolean> {
  try {
    if ((await postToConnection(connectionId, frame)) === "sent") return true;
    await dropConnection(connectionId);
  } catch (error) {
    logEvent("push_failed", { error });
  }
  return false;
}
