import { Link } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Vine } from "../../../lambdas/contract/vine.ts";
import { Table } from "../parts/table.tsx";
import { LastJob } from "./last-job.tsx";
import { VineStatus } from "./vine-status.tsx";
import { sourceLabel, vineName } from "./vine-words.ts";

const columns = ["Status", "Name", "Made from", "Identity", "Region", "Last job"] as const;

interface VineTableProps {
  readonly vines: readonly Vine[];
  /** Those that are known so far. */
  readonly identities: readonly CloudIdentity[];
}

export function VineTable({ vines, identities }: VineTableProps) {
  return (
    <Table className="rows-lead vines-table" columns={columns}>
      {vines.map((vine) => (
        <VineRow
          key={vine.id}
          vine={vine}
          identity={identities.find(({ id }) => id === vine.cloud_identity_id)?.name}
        />
      ))}
    </Table>
  );
}

function VineRow({ vine, identity }: { readonly vine: Vine; readonly identity: string | undefined }) {
  return (
    <tr role="row">
      <td role="cell" className="cell-status">
        <VineStatus status={vine.status} />
      </td>
      <td role="cell" className="cell-name">
        <Link className="row-link" href={`/vines/${vine.id}`}>
          {vineName(vine)}
        </Link>{" "}
        <span className="id">{vine.id.slice(0, 8)}</span>
      </td>
      <td role="cell" className="cell-source">
        {sourceLabel(vine.config.source)}
      </td>
      <td role="cell" className="cell-identity dim">
        {identity ?? vine.cloud_identity_id.slice(0, 8)}
      </td>
      <td role="cell" className="cell-region dim">
        {vine.region}
      </td>
      <td role="cell" className="cell-last">
        {vine.last_job_id === null ? <span className="dim">none yet</span> : <LastJob id={vine.last_job_id} />}
      </td>
    </tr>
  );
}
