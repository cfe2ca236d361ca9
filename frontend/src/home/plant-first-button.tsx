import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Region } from "../../../lambdas/contract/regions.ts";
import { idempotencyKeys } from "../api/idempotency-keys.ts";
import { trellis } from "../api/trellis.ts";
import { ActionButton } from "../parts/action-button.tsx";
import { plantingRequest, plantRequests, withVineyard, type Planting } from "../vines/plant-vine.ts";
import { useVineyards } from "../vines/use-vines.ts";

const vineyardName = "first";

interface PlantFirstButtonProps {
  readonly identity: CloudIdentity;
  readonly region: Region;
}

/** Plants a small vine in the account of this machine, in a vineyard of its own, with one press. */
export function PlantFirstButton({ identity, region }: PlantFirstButtonProps) {
  const queries = useQueryClient();
  const [keyOf] = useState(idempotencyKeys);
  const vineyards = useVineyards();
  const planting = firstVine(vineyards.data?.items.find(({ name }) => name === vineyardName)?.id, {
    cloud_identity_id: identity.id,
    region,
  });
  const plant = useMutation({
    mutationFn: async () => {
      const input = await withVineyard(planting, keyOf);
      return trellis.createVine(input, keyOf(input));
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["vines"] }),
        queries.invalidateQueries({ queryKey: ["vineyards"] }),
      ]),
  });
  return (
    <ActionButton
      action={plant}
      onPress={() => plant.mutate()}
      working="Planting…"
      failure="The vine was not planted"
      title={`Of the seeded account, as hello-dev in the vineyard ${vineyardName}`}
      disabled={!vineyards.isSuccess}
      curl={() => plantRequests(planting, plantingRequest)}
    >
      Plant a private bucket
    </ActionButton>
  );
}

function firstVine(
  vineyardId: string | undefined,
  where: { readonly cloud_identity_id: string; readonly region: Region },
): Planting {
  const input = {
    // Without one, that of the vineyard which is made before.
    vineyard_id: vineyardId ?? "",
    ...where,
    project_name: "hello",
    environment_stage: "dev",
    config: {
      source: { kind: "template", name: "aws-bucket" },
      variables: { name_prefix: "hello-dev", expire_days: 30 },
    },
  } as const;
  return { input, vineyardName: vineyardId === undefined ? vineyardName : undefined };
}
