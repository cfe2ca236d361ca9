import { Link } from "wouter";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { Ago } from "../parts/time.tsx";
import { Table } from "../parts/table.tsx";
import { Presence } from "./tendril-status.tsx";

const columns = ["Status", "Name", "Region", "Mode", "Version", "Current job", "Last heartbeat", "Created"] as const;

export function TendrilTable({ tendrils }: { readonly tendrils: readonly Tendril[] }) {
  return (
    <Table className="rows-lead tendrils-table" columns={columns}>
      {tendrils.map((tendril) => (
        <TendrilRow key={tendril.id} tendril={tendril} />
      ))}
    </Table>
  );
}

function TendrilRow({ tendril }: { readonly tendril: Tendril }) {
  return (
    <tr role="row">
      <td role="cell" className="cell-status">
        <Presence status={tendril.status} />
      </td>
      <td role="cell" className="cell-name">
        <Link className="row-link" href={`/tendrils/${tendril.id}`}>
          {tendril.name}
        </Link>{" "}
        <span className="id">{tendril.id.slice(0, 8)}</span>
      </td>
      <td role="cell" className="cell-region">
        {tendril.region ?? "–"}
      </td>
      <td role="cell" className="cell-mode dim">
        {tendril.mode}
      </td>
      <td role="cell" className="cell-version number">
        <Version tendril={tendril} />
      </td>
      <td role="cell" className="cell-current">
        {tendril.current_job_id === null ? (
          <span className="dim">–</span>
        ) : (
          <Link className="id over-row" href={`/jobs/${tendril.current_job_id}`}>
            {tendril.current_job_id.slice(0, 8)}
          </Link>
        )}
      </td>
      <td role="cell" className="cell-heartbeat number">
        {tendril.last_heartbeat_at === null ? (
          <span className="dim">none yet</span>
        ) : (
          <Ago at={tendril.last_heartbeat_at} />
        )}
      </td>
      <td role="cell" className="cell-created dim number">
        <Ago at={tendril.created_at} />
      </td>
    </tr>
  );
}

function Version({ tendril }: { readonly tendril: Tendril }) {
  if (tendril.version === null) return <span className="dim">–</span>;
  return (
    <>
      {tendril.version}
      {tendril.version === tendril.latest_version ? null : (
        <span className="chip chip-update">{tendril.latest_version} available</span>
      )}
    </>
  );
}
