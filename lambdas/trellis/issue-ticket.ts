import { limits } from "../contract/limits.ts";
import { putTicket, type Subscriber } from "../store/tickets.ts";

export interface IssuedTicket {
  readonly ticket: string;
  readonly expires_at: string;
}

/** A ticket opens one WebSocket within 30 s; a person's is bound to the Origin that it was asked for from. */
export async function issueTicket(
  who: Subscriber,
  origin: string | null,
  { now, newSecret }: { readonly now: Date; readonly newSecret: () => string },
): Promise<IssuedTicket> {
  const ticket = newSecret();
  const expires_at = new Date(now.getTime() + limits.ticketSeconds * 1000).toISOString();
  await putTicket(ticket, { who, origin, expires_at });
  return { ticket, expires_at };
}
