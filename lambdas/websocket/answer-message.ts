import { VintnerError } from "../contract/errors.ts";
import { clientMessageSchema, jobOfTopic, type ClientMessage, type ServerMessage } from "../contract/realtime.ts";
import { addSubscription, connectedAs, removeSubscription } from "../store/connections.ts";
import { addLogWatcher, removeLogWatchers } from "../store/log-watchers.ts";
import { checkTopic } from "./check-topic.ts";

export interface MessageEvent {
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Does what a client's message asks for. Throws INVALID_REQUEST, FORBIDDEN or NOT_FOUND. */
export async function answerMessage(
  connectionId: string,
  event: MessageEvent,
  now: Date,
): Promise<ServerMessage | undefined> {
  const message = parse(event);
  if (message.action === "ping") return { type: "pong" };
  const topic = topicOf(message);
  const jobId = jobOfTopic(topic);
  if (message.action === "unsubscribe") {
    await removeSubscription(connectionId, topic);
    if (jobId !== undefined) await removeLogWatchers(jobId, [connectionId]);
    return undefined;
  }
  const who = await connectedAs(connectionId);
  if (who === undefined) throw new VintnerError("UNAUTHENTICATED", "Connect again: this connection is not known.");
  await checkTopic(topic, who);
  if (jobId !== undefined) await addLogWatcher(jobId, connectionId);
  await addSubscription(connectionId, topic, now);
  return { type: "subscribed", topic };
}

function parse({ body = "", isBase64Encoded = false }: MessageEvent): ClientMessage {
  if (isBase64Encoded) throw new VintnerError("INVALID_REQUEST", "Binary frames are not taken.");
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new VintnerError("INVALID_REQUEST", "The frame is not valid JSON.");
  }
  const message = clientMessageSchema.safeParse(value);
  if (message.success) return message.data;
  throw new VintnerError(
    "INVALID_REQUEST",
    "The message is not one of subscribe, unsubscribe and ping with its topic.",
  );
}

/** `#` is the sort key of the connection itself, and no topic. */
function topicOf({ topic }: { readonly topic: string }): string {
  if (/^[a-z]+(:[\w-]+)?$/.test(topic)) return topic;
  throw new VintnerError("NOT_FOUND", "There is no such topic.");
}
