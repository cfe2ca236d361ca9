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
  try {
    const { sent } = await pushTo(await subscribersOf(topic), message);
    return sent.length;
  } catch (error) {
    logEvent("publish_failed", { topic, error });
    return 0;
  }
}

export interface Pushed {
  readonly sent: readonly string[];
  /** Connections that do not exist any more. */
  readonly gone: readonly string[];
}

/** Pushes a message to connections, and forgets those that are gone. Never rejects. */
export async function pushTo(connectionIds: readonly string[], message: ServerMessage): Promise<Pushed> {
  const frame = JSON.stringify(message);
  if (Buffer.byteLength(frame) > limits.frameMaxBytes) {
    logEvent("frame_too_large", { detail: message.type });
    return { sent: [], gone: [] };
  }
  const answers = await Promise.all(connectionIds.map((id) => push(id, frame)));
  const those = (wanted: (typeof answers)[number]) => connectionIds.filter((_, index) => answers[index] === wanted);
  return { sent: those("sent"), gone: those("gone") };
}

async function push(connectionId: string, frame: string): Promise<"sent" | "gone" | "failed"> {
  try {
    const answer = await postToConnection(connectionId, frame);
    if (answer === "gone") await dropConnection(connectionId);
    return answer;
  } catch (error) {
    logEvent("push_failed", { error });
    return "failed";
  }
}
