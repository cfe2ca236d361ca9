import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { trellis } from "../api/trellis.ts";
import { ProblemView } from "../parts/problem-view.tsx";

const name = "seeded";

/** On one machine only: all that connecting a cloud takes, done in the account that comes with it. */
export function ConnectSeededButton({ identities }: { readonly identities: readonly CloudIdentity[] }) {
  const queries = useQueryClient();
  const connect = useMutation({
    mutationFn: async () => {
      // What an earlier try has left goes on from there.
      const known = identities.find((identity) => identity.provider === "aws" && identity.name === name);
      const { id } = known ?? (await trellis.createCloudIdentity({ provider: "aws", name }, crypto.randomUUID()));
      const { role_arn } = await trellis.localRole(id);
      await trellis.changeCloudIdentity(id, { credentials: { role_arn } });
      await trellis.createJob({ type: "CONNECTION_TEST", cloud_identity_id: id }, crypto.randomUUID());
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["cloud-identities"] }),
        queries.invalidateQueries({ queryKey: ["jobs"] }),
      ]),
  });
  return (
    <>
      <button
        type="button"
        className="button button-primary"
        disabled={connect.isPending}
        title="Makes an identity, applies its set-up template in the account of this machine, and tests it"
        onClick={() => connect.mutate()}
      >
        {connect.isPending ? "Setting up…" : "Set up in the seeded account"}
      </button>
      {connect.isError ? <ProblemView error={connect.error} what="The account was not connected" /> : null}
    </>
  );
}
