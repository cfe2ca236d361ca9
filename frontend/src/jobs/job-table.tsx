import { Link } from "wouter";
import type { Job } from "../../../lambdas/contract/job.ts";
import { jobTypeFacts } from "../../../lambdas/contract/job-types.ts";
import { isStopping, statusTexts, statusWords } from "../job-status.ts";
import { StatusMark } from "../parts/status-mark.tsx";
import { Ago, Duration } from "../parts/time.tsx";
import { Table } from "../parts/table.tsx";
import { tendrilName } from "./tendril-name.ts";

const columns = ["Status", "Job", "Target", "Tendril", "Created by", "Created", "Duration"] as const;

/** `stale` while the list of another filter is still shown in place of the new one. */
export function JobTable({ jobs, stale }: { readonly jobs: readonly Job[]; readonly stale: boolean }) {
  return (
    <Table className="rows-lead jobs-table" columns={columns} stale={stale}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </Table>
  );
}

function JobRow({ job }: { readonly job: Job }) {
  const { tone } = statusWords(job);
  return (
    <tr role="row">
      <td role="cell" className="cell-status">
        <span className={`status status-${tone}`}>
          <StatusMark tone={tone} />
          {isStopping(job) ? "Cancelling" : statusTexts[job.status]}
        </span>
      </td>
      <td role="cell" className="cell-job">
        <Link className="row-link" href={`/jobs/${job.id}`}>
          {jobTypeFacts[job.type].label}
        </Link>{" "}
        <span className="id">{job.id.slice(0, 8)}</span>
      </td>
      <td role="cell" className="cell-target">
        {job.target.name}
      </td>
      <td role="cell" className="cell-tendril dim">
        {tendrilName(job)}
      </td>
      <td role="cell" className="cell-who dim">
        {job.created_by}
      </td>
      <td role="cell" className="cell-created dim number">
        <Ago at={job.created_at} />
      </td>
      <td role="cell" className="cell-duration">
        {job.started_at === null ? (
          <span className="dim">–</span>
        ) : (
          <Duration from={job.started_at} to={job.completed_at} />
        )}
      </td>
    </tr>
  );
}
