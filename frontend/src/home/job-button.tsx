import type { ReactNode } from "react";
import type { CreateJobRequest } from "../../../lambdas/contract/create-job.ts";
import { createJobRequest, useCreateJob } from "../jobs/use-create-job.ts";
import { CurlButton } from "../parts/curl-button.tsx";
import { ProblemView } from "../parts/problem-view.tsx";

interface JobButtonProps {
  readonly request: CreateJobRequest;
  readonly children: ReactNode;
}

/** Creates a job with one press and goes to its page. */
export function JobButton({ request, children }: JobButtonProps) {
  const create = useCreateJob();
  return (
    <>
      <span className="button-pair">
        <button
          type="button"
          className="button button-primary"
          disabled={create.isPending}
          onClick={() => create.mutate(request)}
        >
          {create.isPending ? "Starting…" : children}
        </button>
        <CurlButton small request={() => createJobRequest(request)} />
      </span>
      {create.isError ? <ProblemView error={create.error} what="The job was not created" /> : null}
    </>
  );
}
