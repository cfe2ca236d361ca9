import { emptySchema } from "../create-job.ts";
import { publicConfigSchema } from "../public-config.ts";
import { pageSchema } from "../queries.ts";
import { ticketAnswerSchema } from "../realtime.ts";
import { registerSelfHostedSchema, tendrilSchema } from "../tendril.ts";
import { descriptionSchema, healthSchema, registeredTendrilSchema, tendrilPageSchema } from "./answers.ts";
import type { RouteDescriptions } from "./route-description.ts";

export const tendrilDescriptions = {
  "GET /api/tendrils": {
    id: "listTendrils",
    tag: "Tendrils",
    summary: "Lists Tendrils by name",
    needs: "viewer",
    query: pageSchema,
    answers: { 200: tendrilPageSchema },
    errors: ["NOT_FOUND"],
  },
  "GET /api/tendrils/{id}": {
    id: "getTendril",
    tag: "Tendrils",
    summary: "Reads a Tendril",
    detail: "Not found until the job that deploys it has registered it.",
    needs: "viewer",
    answers: { 200: tendrilSchema },
  },
  "POST /api/tendrils/register": {
    id: "registerTendril",
    tag: "Tendrils",
    summary: "Registers a self-hosted Tendril",
    detail: "The token is answered this once, and to repeats of this request.",
    needs: "admin",
    idempotent: true,
    body: registerSelfHostedSchema,
    example: { name: "edge", mode: "self-hosted" },
    answers: { 201: registeredTendrilSchema },
    errors: ["NAME_TAKEN"],
  },
  "POST /api/realtime/tickets": {
    id: "createTicket",
    tag: "Real time",
    summary: "Makes a ticket for one WebSocket",
    detail: "Single use, 30 seconds, and for the Origin that asked.",
    needs: "viewer",
    body: emptySchema,
    example: {},
    answers: { 201: ticketAnswerSchema },
    errors: ["FORBIDDEN"],
  },
  "GET /healthz": {
    id: "getHealth",
    tag: "Installation",
    summary: "Answers 200 once every part answers",
    needs: "nobody",
    answers: { 200: healthSchema },
  },
  "GET /config.json": {
    id: "getConfig",
    tag: "Installation",
    summary: "Tells where things are and how to sign in",
    needs: "nobody",
    answers: { 200: publicConfigSchema },
  },
} as const satisfies RouteDescriptions;

/** A file beside the dashboard: no function serves it. */
export const fileDescriptions = {
  "GET /api/openapi.json": {
    id: "getDescription",
    tag: "Installation",
    summary: "This description",
    needs: "nobody",
    answers: { 200: descriptionSchema },
  },
} as const satisfies RouteDescriptions;
