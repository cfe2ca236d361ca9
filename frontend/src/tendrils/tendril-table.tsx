import { Link } from "wouter";
import type { Tendril, TendrilStatus } from "../../../lambdas/contract/tendril.ts";
import { Ago } from "../parts/time.tsx";

const columns = ["Status", "Name", "Region", "Mode", "Version", "Current job", "Last heartbeat", "Created"] as const;

const statusTexts: Readonly<Record<TendrilStatus, string>> = {
  STARTING: "Starting",
  ONLINE: "Online",
  DRAINING: "Draining",
  OFFLINE: "Offline",
  ASLEEP: "Asleep",
};

export function TendrilTable({ tendrils }: { readonly tendrils: readonly Tendril[] }) {
  return (
    <table className="table tendrils-table" role="table">
      <thead>
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {tendrils.map((tendril) => (
          <TendrilRow key={tendril.id} tendril={tendril} />
        ))}
      </tbody>
    </table>
  );
}

function TendrilRow({ tendril }: { readonly tendril: Tendril }) {
  return (
    <tr role="row">
      <td role="cell" className="cell-status">
        <span className={`presence presence-${tendril.status.toLowerCase()}`}>
          <span className="presence-dot" aria-hidden="true" />
          {statusTexts[tendril.status]}
        </span>
      </td>
      <td role="cell" className="cell-name">
        <strong>{tendril.name}</strong> <span className="id">{tendril.id.slice(0, 8)}</span>
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
          <Link className="id" href={`/jobs/${tendril.current_job_id}`}>
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
