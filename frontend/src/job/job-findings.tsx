import type { Job } from "../../../lambdas/contract/job.ts";
import { Fact } from "../parts/fact.tsx";
import { JobOutputs } from "./job-outputs.tsx";
import { foundCounts, identityFacts } from "./job-results.ts";

/** What the job found out, by its type: whom it proved to be, how much it found, where it left its work. */
export function JobFindings({ job }: { readonly job: Job }) {
  const { identity, outputs } = job.execution_metadata;
  const counts = foundCounts(outputs);
  return (
    <>
      {identity === undefined ? null : (
        <dl className="facts">
          {identityFacts(identity).map(({ name, label, value }) => (
            <Fact key={name} label={label} value={value} />
          ))}
        </dl>
      )}
      {counts.length > 0 ? (
        <ul className="counts">
          {counts.map(({ kind, label, count }) => (
            <li key={kind}>
              <strong className="number">{count.toLocaleString("en")}</strong> {label}
            </li>
          ))}
        </ul>
      ) : (
        <JobOutputs metadata={job.execution_metadata} />
      )}
    </>
  );
}
