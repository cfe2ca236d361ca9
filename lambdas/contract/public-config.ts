import * as z from "zod";

/** `GET /config.json`. */
export const publicConfigSchema = z.object({
  api_url: z.string(),
  ws_url: z.string(),
  region: z.string(),
  version: z.string(),
  auth: z.discriminatedUnion("mode", [
    z.object({ mode: z.literal("local") }),
    z.object({
      mode: z.literal("cognito"),
      /** Host of the hosted sign-in. */
      domain: z.string(),
      client_id: z.string(),
      /** `iss` of the id tokens. */
      issuer: z.string(),
    }),
  ]),
});
export type PublicConfig = z.infer<typeof publicConfigSchema>;
