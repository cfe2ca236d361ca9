import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { CreateJobRequest } from "../../../lambdas/contract/create-job.ts";
import type { CurlRequest } from "../api/curl.ts";
import { idempotencyKeys } from "../api/idempotency-keys.ts";
import { trellis } from "../api/trellis.ts";
import { browserClock } from "../clock.ts";
import { whenFree } from "./when-free.ts";

/** The same as a command. */
export function createJobRequest(body: CreateJobRequest): CurlRequest {
  return { method: "POST", path: "/api/jobs", body };
}

/** Creates a job and goes to its page. */
export function useCreateJob() {
  const [, navigate] = useLocation();
  const [keyOf] = useState(idempotencyKeys);
  return useMutation({
    // The same request sent twice is the same job; a form that was changed in between is another request.
    mutationFn: (request: CreateJobRequest) =>
      whenFree(() => trellis.createJob(request, keyOf(request)), { readJob: trellis.job, clock: browserClock }),
    onSuccess: (job) => navigate(`/jobs/${job.id}`),
  });
}
