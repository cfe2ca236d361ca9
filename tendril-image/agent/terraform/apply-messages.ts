import * as z from "zod";

const change = z.object({ resource: z.object({ addr: z.string() }), action: z.string() });

export const diagnosticSchema = z.object({
  severity: z.enum(["error", "warning"]),
  summary: z.string(),
  detail: z.string().default(""),
  address: z.string().optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

export const outputSchema = z.object({ sensitive: z.boolean(), value: z.json().optional() });

const message = z.string();

/**
 * The messages of `terraform apply -json` that we read more of than their text.
 * https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("planned_change"), "@message": message, change }),
  z.object({ type: z.literal("apply_start"), "@message": message, hook: change }),
  z.object({ type: z.literal("apply_complete"), "@message": message, hook: change }),
  z.object({ type: z.literal("apply_errored"), "@message": message, hook: change }),
  z.object({ type: z.literal("diagnostic"), "@message": message, diagnostic: diagnosticSchema }),
  z.object({ type: z.literal("outputs"), "@message": message, outputs: z.record(z.string(), outputSchema) }),
]);
const knownTypes = new Set<string>(messageSchema.options.map(({ shape }) => shape.type.value));
const otherSchema = z.object({ type: z.string(), "@message": message });

export type ApplyMessage = z.infer<typeof messageSchema> | { readonly type: "other"; readonly "@message": string };

/** Undefined for a line that is no message, such as a crash's. */
export function parseApplyMessage(line: string): ApplyMessage | undefined {
  if (!line.startsWith("{")) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const other = otherSchema.safeParse(value);
  if (!other.success) return undefined;
  // Most are of no known type: a whole union need not refuse them.
  const known = knownTypes.has(other.data.type) ? messageSchema.safeParse(value) : undefined;
  return known?.success === true ? known.data : { type: "other", "@message": other.data["@message"] };
}
