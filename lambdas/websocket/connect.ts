import { VintnerError } from "../contract/errors.ts";
import { addConnection } from "../store/connections.ts";
import { takeTicket, type Ticket } from "../store/tickets.ts";

export interface ConnectEvent {
  readonly requestContext: { readonly connectionId: string };
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
}

export interface ConnectOptions {
  readonly now: () => Date;
  readonly allowedOrigins: readonly string[];
}

/** Lets in who brings a ticket that is unused, 30 s old at most, and for this Origin; answered before the upgrade. */
export async function connect(event: ConnectEvent, { now, allowedOrigins }: ConnectOptions): Promise<void> {
  const origin = originOf(event.headers ?? {});
  if (origin !== null && !allowedOrigins.includes(origin)) {
    throw new VintnerError("FORBIDDEN", "This Origin may not open a WebSocket.");
  }
  const secret = event.queryStringParameters?.["ticket"] ?? "";
  const ticket = secret === "" ? undefined : await takeTicket(secret);
  if (ticket === undefined || Date.parse(ticket.expires_at) <= now().getTime()) {
    throw new VintnerError("UNAUTHENTICATED", "The ticket is missing, used or expired.");
  }
  if (!fits(ticket, origin)) throw new VintnerError("FORBIDDEN", "The ticket is for another Origin.");
  await addConnection(event.requestContext.connectionId, ticket.who, now());
}

/** A ticket that was asked for without an Origin is a program's: a program may name one of ours, or none. */
function fits(ticket: Ticket, origin: string | null): boolean {
  return ticket.origin === null || ticket.origin === origin;
}

function originOf(headers: Readonly<Record<string, string | undefined>>): string | null {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === "origin");
  return header?.[1] ?? null;
}
