import { useQuery } from "@tanstack/react-query";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { trellis } from "../api/trellis.ts";
import { useIdentities } from "../identities/use-identities.ts";
import { ownIdentities } from "./found-networks.ts";

interface OwnIdentities {
  readonly own: readonly CloudIdentity[];
  /** Why there are none, or none yet. */
  readonly whyNone: string | undefined;
}

/** The identities of the account that Vintner runs in, where Tendrils go, as far as their networks are known. */
export function useOwnIdentities(): OwnIdentities {
  const identities = useIdentities();
  const items = identities.data?.items ?? [];
  const anyAws = items.find(({ provider }) => provider === "aws")?.id;
  // Whose set-up it is does not matter: each names the one role that Vintner comes with.
  const setup = useQuery({
    queryKey: ["cloud-identities", anyAws, "setup"],
    queryFn: ({ signal }) => trellis.setup(anyAws ?? "", signal),
    enabled: anyAws !== undefined,
  });
  if (identities.isPending || setup.isLoading) return { own: [], whyNone: "Looking up the connected accounts…" };
  if (identities.isError || setup.isError)
    return { own: [], whyNone: "The connected accounts could not be looked up." };
  const own = ownIdentities(items, setup.data?.trust["principal"]);
  if (own.length === 0) return { own, whyNone: "None of the connected accounts is Vintner’s own." };
  const known = own.filter(({ credentials }) => credentials.resources_fetched_at !== undefined);
  return { own: known, whyNone: known.length === 0 ? `Test the connection of ${own[0]?.name} first.` : undefined };
}
