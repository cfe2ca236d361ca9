import type { WebSocket } from "ws";

/** A client of the WebSocket API, as `@connections` knows it. */
export interface Connection {
  readonly id: string;
  readonly socket: WebSocket;
  readonly connectedAt: Date;
  readonly userAgent: string;
  lastActiveAt: Date;
  /** Messages whose function has not answered yet. */
  pending: number;
}
