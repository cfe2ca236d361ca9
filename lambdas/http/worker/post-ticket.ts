import { randomBytes } from "node:crypto";
import { limits } from "../../contract/limits.ts";
import { putTicket } from "../../store/tickets.ts";
import { json } from "../answer.ts";
import { route, type Route } from "../route.ts";
import type { Worker } from "./authenticate.ts";

/** `POST /api/tendrils/ticket`: opens one WebSocket for the worker's own topic. Workers have no Origin. */
export function postTicket({ now }: { readonly now: () => Date }): Route<Worker> {
  return route({
    method: "POST",
    path: "/api/tendrils/ticket",
    needs: "worker",
    answer: async ({ caller }) => {
      const ticket = randomBytes(32).toString("base64url");
      const expires_at = new Date(now().getTime() + limits.ticketSeconds * 1000).toISOString();
      await putTicket(ticket, { who: { kind: "worker", id: caller.id }, origin: null, expires_at });
      return json(201, { ticket, expires_at });
    },
  });
}
