import type { ReactNode } from "react";
import type { CreateJobRequest } from "../../../lambdas/contract/create-job.ts";
import { createJobRequest, useCreateJob } from "../jobs/use-create-job.ts";
import { ActionButton } from "../parts/action-button.tsx";

interface JobButtonProps {
  readonly request: CreateJobRequest;
  readonly children: ReactNode;
}

/** Creates a job with one press and goes to its page. */
export function JobButton({ request, children }: JobButtonProps) {
  const create = useCreateJob();
  return (
    <ActionButton
      action={create}
      onPress={() => create.mutate(request)}
      working="Starting…"
      failure="The job was not created"
      curl={() => createJobRequest(request)}
    >
      {children}
    </ActionButton>
  );
}
