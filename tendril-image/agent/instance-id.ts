import * as z from "zod";

const metadataSchema = z.object({ TaskARN: z.string() });

/** The ARN of the ECS task that this runs in; elsewhere, or where nobody answers, a new id. */
export async function instanceId(
  metadataUrl: string | undefined,
  newId: () => string,
  get: typeof fetch = fetch,
): Promise<string> {
  if (metadataUrl === undefined) return newId();
  try {
    const answer = await get(`${metadataUrl}/task`, { signal: AbortSignal.timeout(5_000) });
    return metadataSchema.parse(await answer.json()).TaskARN;
  } catch {
    return newId();
  }
}
