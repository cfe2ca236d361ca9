import * as z from "zod";

/** Groups of the user pool, from the least to the most that they permit. */
export const groups = ["viewer", "operator", "admin"] as const;
export type Group = (typeof groups)[number];

/** A signed-in person, as the id token tells: `cognito:groups` becomes the highest group. */
export interface Person {
  readonly name: string;
  readonly group: Group;
}

/** `GET /config.json`. */
export const publicConfigSchema = z.object({
  api_url: z.string(),
  ws_url: z.string(),
  region: z.string(),
  version: z.string(),
  auth: z.discriminatedUnion("mode", [
    z.object({ mode: z.literal("local") }),
    z.object({ mode: z.literal("cognito"), domain: z.string(), client_id: z.string() }),
  ]),
});
export type PublicConfig = z.infer<typeof publicConfigSchema>;
