import * as z from "zod";
import { jobEventSchema } from "./job.ts";
import { chunkSchema } from "./log.ts";
import { tendrilSchema } from "./tendril.ts";

/** What clients send on the WebSocket API. */
export const clientMessageSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("subscribe"), topic: z.string().max(100) }),
  z.strictObject({ action: z.literal("unsubscribe"), topic: z.string().max(100) }),
  z.strictObject({ action: z.literal("ping") }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What the server sends, each frame at most 32 KB. */
export const serverMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("subscribed"), topic: z.string() }),
  z.object({ type: z.literal("log"), job_id: z.uuid(), chunks: z.array(chunkSchema) }),
  z.object({ type: z.literal("job"), job: jobEventSchema }),
  z.object({ type: z.literal("tendril"), tendril: tendrilSchema }),
  z.object({ type: z.literal("work_available") }),
  z.object({ type: z.literal("cancel"), job_id: z.uuid() }),
  z.object({ type: z.literal("pong") }),
  z.object({ type: z.literal("error"), code: z.string(), detail: z.string() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

export const ticketAnswerSchema = z.object({ ticket: z.string(), expires_at: z.iso.datetime() });

export const topics = {
  jobs: "jobs",
  tendrils: "tendrils",
  job: (id: string) => `job:${id}`,
  tendril: (id: string) => `tendril:${id}`,
} as const;

/** The id of the job whose topic it is. */
export function jobOfTopic(topic: string): string | undefined {
  return /^job:([0-9a-f-]{36})$/.exec(topic)?.[1];
}
