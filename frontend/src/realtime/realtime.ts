import ReconnectingSocket from "partysocket/ws";
import type { ClientMessage, ServerMessage } from "../../../lambdas/contract/realtime.ts";
import type { Clock } from "../clock.ts";

/** What a page hears about its topic. `ready` comes after each connect: what happened before it must be read again. */
export interface TopicListener {
  ready(): void;
  message(message: ServerMessage): void;
  lost(): void;
}

/** API Gateway ends a connection that is idle for 10 minutes. */
const pingMillis = 4 * 60_000;
const pongMillis = 10_000;

interface Topic {
  readonly listeners: Set<TopicListener>;
  subscribed: boolean;
}

/** The one WebSocket of the page: connects while somebody listens, subscribes anew after each reconnect. */
export class Realtime {
  readonly #urlOf: () => Promise<string>;
  readonly #clock: Clock;
  readonly #topics = new Map<string, Topic>();
  #socket: ReconnectingSocket | undefined;
  #pingTimer: number | undefined;
  #pongTimer: number | undefined;

  /** `urlOf` answers the address with a new ticket: each is good for one connect. */
  constructor(urlOf: () => Promise<string>, clock: Clock) {
    this.#urlOf = urlOf;
    this.#clock = clock;
  }

  listen(name: string, listener: TopicListener): () => void {
    const topic = this.#topics.get(name) ?? { listeners: new Set(), subscribed: false };
    topic.listeners.add(listener);
    if (!this.#topics.has(name)) {
      this.#topics.set(name, topic);
      if (this.#socket === undefined) this.#connect();
      else if (this.#isOpen()) this.#send({ action: "subscribe", topic: name });
    } else if (topic.subscribed) {
      listener.ready();
    }
    return () => this.#leave(name, topic, listener);
  }

  close(): void {
    this.#clock.clearTimeout(this.#pingTimer ?? 0);
    this.#clock.clearTimeout(this.#pongTimer ?? 0);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #leave(name: string, topic: Topic, listener: TopicListener): void {
    topic.listeners.delete(listener);
    if (topic.listeners.size > 0 || this.#topics.get(name) !== topic) return;
    this.#topics.delete(name);
    if (this.#isOpen()) this.#send({ action: "unsubscribe", topic: name });
  }

  #connect(): void {
    const socket = new ReconnectingSocket(this.#urlOf, null, {
      minReconnectionDelay: 500,
      maxReconnectionDelay: 10_000,
      connectionTimeout: 10_000,
      maxEnqueuedMessages: 0,
    });
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("close", () => this.#dropped());
    socket.addEventListener("message", (event) => this.#received(event.data));
  }

  #opened(): void {
    for (const name of this.#topics.keys()) this.#send({ action: "subscribe", topic: name });
    this.#schedulePing();
  }

  #dropped(): void {
    this.#clock.clearTimeout(this.#pingTimer ?? 0);
    this.#clock.clearTimeout(this.#pongTimer ?? 0);
    for (const topic of this.#topics.values()) {
      topic.subscribed = false;
      for (const listener of topic.listeners) listener.lost();
    }
  }

  #received(data: unknown): void {
    const message = parse(data);
    if (message === undefined) return;
    if (message.type === "pong") {
      this.#clock.clearTimeout(this.#pongTimer ?? 0);
    } else if (message.type === "subscribed") {
      const topic = this.#topics.get(message.topic);
      if (topic === undefined || topic.subscribed) return;
      topic.subscribed = true;
      for (const listener of topic.listeners) listener.ready();
    } else {
      for (const name of topicsOf(message)) {
        for (const listener of this.#topics.get(name)?.listeners ?? []) listener.message(message);
      }
    }
  }

  /** A connection can die without a word (a laptop that slept): no pong in time means connect again. */
  #schedulePing(): void {
    this.#clock.clearTimeout(this.#pingTimer ?? 0);
    this.#pingTimer = this.#clock.setTimeout(() => {
      this.#send({ action: "ping" });
      this.#clock.clearTimeout(this.#pongTimer ?? 0);
      this.#pongTimer = this.#clock.setTimeout(() => this.#socket?.reconnect(), pongMillis);
      this.#schedulePing();
    }, pingMillis);
  }

  #isOpen(): boolean {
    return this.#socket?.readyState === ReconnectingSocket.OPEN;
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }
}

/** The topics on which a message may have come: a frame does not name its own. */
function topicsOf(message: ServerMessage): readonly string[] {
  switch (message.type) {
    case "log":
      return [`job:${message.job_id}`];
    case "job":
      return [`job:${message.job.id}`, "jobs"];
    case "tendril":
      return ["tendrils"];
    default:
      return [];
  }
}

function parse(data: unknown): ServerMessage | undefined {
  if (typeof data !== "string") return undefined;
  try {
    // Trellis builds its frames by the contract's schema; a frame of a kind that we do not know is passed over above.
    return JSON.parse(data) as ServerMessage;
  } catch {
    return undefined;
  }
}
