import type * as z from "zod";
import type { ErrorCode } from "../errors.ts";
import type { Group } from "../person.ts";

/** Who may call: anybody, a person of at least this group, or a worker. */
export type Needs = "nobody" | Group | "worker";

export type RouteKey = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;

/** What an answer holds: JSON, plain text, the address to go on to, or nothing. */
export type AnswerBody = z.ZodType | "text" | "location" | "nothing";

/** One route as the API description tells it. What follows from these members (such as 401) is not repeated in them. */
export interface RouteDescription {
  /** The operation's name for generated clients. */
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  /** What one has to know besides, as Markdown. @default nothing */
  readonly detail?: string;
  readonly needs: Needs;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A body that fits. */
  readonly example?: unknown;
  /** The same request may be sent again under an `Idempotency-Key`. @default false */
  readonly idempotent?: boolean;
  readonly answers: Readonly<Record<number, AnswerBody>>;
  /** Refusals of this route's own. */
  readonly errors?: readonly ErrorCode[];
}

export type RouteDescriptions = Readonly<Record<RouteKey, RouteDescription>>;

/** The parts of the API, in reading order. */
export const tags = {
  Jobs: "One operation each: created, followed, stopped, run again.",
  Logs: "What a job says, in chunks whose keys sort in reading order.",
  "Cloud identities":
    "Connected AWS accounts, Google Cloud projects and Azure subscriptions. They hold no static secret.",
  Vines: "Infrastructure that Terraform plans: a root module and its variables, in groups called vineyards.",
  Tendrils: "The workers that run Terraform.",
  "Real time":
    "A ticket opens one WebSocket at `ws_url` of `/config.json`: `wss://…?ticket=<ticket>`. Clients send `ClientMessage`, the server sends `ServerMessage`; each frame has 32 KB at most. Topics: `job:<id>` (status and log), `jobs`, `tendrils`, and for a Tendril `tendril:<id>`. Subscribe first, then page `…/logs?after=`, then drop by `key` what came twice. The push is a doorbell, the table is the truth.",
  Installation: "What answers without signing in.",
  Workers: "What Tendrils and the platform runner call. A claimed job has a token of its own, which dies with it.",
} as const;
export type Tag = keyof typeof tags;
