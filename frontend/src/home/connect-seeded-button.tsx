import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { kept, type CurlStep } from "../api/curl.ts";
import { trellis } from "../api/trellis.ts";
import { takeLocalRole } from "../identities/take-local-role.ts";
import { ActionButton } from "../parts/action-button.tsx";

const name = "seeded";

/** On one machine only: all that connecting a cloud takes, done in the account that comes with it. */
export function ConnectSeededButton({ identities }: { readonly identities: readonly CloudIdentity[] }) {
  const queries = useQueryClient();
  // What an earlier try has left goes on from there.
  const known = identities.find((identity) => identity.provider === "aws" && identity.name === name)?.id;
  const connect = useMutation({
    mutationFn: async () => {
      const id = known ?? (await trellis.createCloudIdentity({ provider: "aws", name }, crypto.randomUUID())).id;
      await takeLocalRole(id);
      await trellis.createJob({ type: "CONNECTION_TEST", cloud_identity_id: id }, crypto.randomUUID());
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["cloud-identities"] }),
        queries.invalidateQueries({ queryKey: ["jobs"] }),
      ]),
  });
  return (
    <ActionButton
      action={connect}
      onPress={() => connect.mutate()}
      working="Setting up…"
      failure="The account was not connected"
      title="Makes an identity, applies its set-up template in the account of this machine, and tests it"
      curl={() => connectRequests(known)}
    >
      Set up in the seeded account
    </ActionButton>
  );
}

/** The same as a command. */
function connectRequests(known: string | undefined): readonly CurlStep[] {
  const id = known ?? kept("IDENTITY_ID");
  const create: CurlStep = {
    method: "POST",
    path: "/api/cloud-identities",
    body: { provider: "aws", name },
    keeps: { variable: "IDENTITY_ID", member: "id" },
  };
  return [
    ...(known === undefined ? [create] : []),
    {
      method: "POST",
      path: `/local/cloud-identities/${id}/role`,
      body: {},
      keeps: { variable: "ROLE_ARN", member: "role_arn" },
    },
    { method: "PATCH", path: `/api/cloud-identities/${id}`, body: { credentials: { role_arn: kept("ROLE_ARN") } } },
    { method: "POST", path: "/api/jobs", body: { type: "CONNECTION_TEST", cloud_identity_id: id } },
  ];
}
