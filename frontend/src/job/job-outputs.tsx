import type { ExecutionMetadata } from "../../../lambdas/contract/job.ts";
import { Fact } from "../parts/fact.tsx";

const clusterWords = [
  ["name", "Cluster"],
  ["service_arn", "Service"],
  ["task_definition_arn", "Task definition"],
  ["log_group", "Log group"],
] as const;

/** Where the job left its work: the cluster at a glance, every output behind a fold. */
export function JobOutputs({ metadata }: { readonly metadata: ExecutionMetadata }) {
  const { cluster, outputs = {} } = metadata;
  const rest = Object.entries(outputs);
  return (
    <>
      {cluster === undefined ? null : (
        <dl className="facts">
          {clusterWords.map(([key, label]) => {
            const value = cluster[key];
            return value === undefined ? null : <Fact key={key} label={label} value={value} />;
          })}
        </dl>
      )}
      {rest.length === 0 ? null : (
        <details>
          <summary>{rest.length === 1 ? "1 output" : `${rest.length} outputs`} of Terraform</summary>
          <dl className="facts">
            {rest.map(([name, value]) => (
              <Fact key={name} label={name} value={typeof value === "string" ? value : JSON.stringify(value)} />
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
