import type { VineInput } from "../../../lambdas/contract/vine.ts";
import { kept, type CurlRequest, type CurlStep } from "../api/curl.ts";
import { trellis } from "../api/trellis.ts";

/** A vine as the form asks for it. */
export interface Planting {
  readonly input: VineInput;
  /** Of a vineyard that is made first; undefined where the input names one that is there. */
  readonly vineyardName: string | undefined;
}

/** Makes the vineyard if it is a new one. Sent again with the same keys, it makes nothing twice. */
export async function withVineyard(
  { input, vineyardName }: Planting,
  keyOf: (request: unknown) => string,
): Promise<VineInput> {
  if (vineyardName === undefined) return input;
  const { id } = await trellis.createVineyard(vineyardName, keyOf({ vineyardName }));
  return { ...input, vineyard_id: id };
}

/** The same as a command: `to` is the request that sends the vine. */
export function plantRequests(
  { input, vineyardName }: Planting,
  to: Pick<CurlRequest, "method" | "path">,
): readonly CurlStep[] {
  if (vineyardName === undefined) return [{ ...to, body: input }];
  const keeps = { variable: "VINEYARD_ID", member: "id" };
  return [
    { method: "POST", path: "/api/vineyards", body: { name: vineyardName }, keeps },
    { ...to, body: { ...input, vineyard_id: kept(keeps.variable) } },
  ];
}

export const plantingRequest = { method: "POST", path: "/api/vines" } as const;
