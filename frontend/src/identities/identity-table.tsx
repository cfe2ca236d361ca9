import { Link } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { Ago } from "../parts/time.tsx";
import { Table } from "../parts/table.tsx";
import { providerWords, scopeOf } from "./identity-words.ts";
import { VerifiedMark } from "./verified-mark.tsx";

const columns = ["Status", "Name", "Cloud", "Account, project or subscription", "Verified", "Resources read"] as const;

export function IdentityTable({ identities }: { readonly identities: readonly CloudIdentity[] }) {
  return (
    <Table className="rows-lead identities-table" columns={columns}>
      {identities.map((identity) => (
        <IdentityRow key={identity.id} identity={identity} />
      ))}
    </Table>
  );
}

function IdentityRow({ identity }: { readonly identity: CloudIdentity }) {
  const { verified_at: verified, credentials } = identity;
  const fetched = credentials.resources_fetched_at;
  return (
    <tr role="row">
      <td role="cell" className="cell-status">
        <VerifiedMark identity={identity} />
      </td>
      <td role="cell" className="cell-name">
        <Link className="row-link" href={`/cloud-identities/${identity.id}`}>
          {identity.name}
        </Link>{" "}
        <span className="id">{identity.id.slice(0, 8)}</span>
      </td>
      <td role="cell" className="cell-provider">
        {providerWords[identity.provider].label}
      </td>
      <td role="cell" className="cell-scope mono">
        {scopeOf(identity) ?? <span className="dim">–</span>}
      </td>
      <td role="cell" className="cell-verified dim number">
        {verified === null || !identity.is_verified ? "–" : <Ago at={verified} />}
      </td>
      <td role="cell" className="cell-fetched dim number">
        {fetched === undefined ? (
          "not yet"
        ) : (
          <>
            <span className="only-narrow">read </span>
            <Ago at={fetched} />
          </>
        )}
      </td>
    </tr>
  );
}
