import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useLocation } from "wouter";
import type { CreateJobRequest } from "../../../lambdas/contract/create-job.ts";
import { trellis } from "../api/trellis.ts";

/** Creates a job and goes to its page. */
export function useCreateJob() {
  const [, navigate] = useLocation();
  const sent = useRef({ body: "", key: "" });
  return useMutation({
    mutationFn: (request: CreateJobRequest) => {
      // The same request sent twice is the same job; a form that was changed in between is another request.
      const body = JSON.stringify(request);
      if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() };
      return trellis.createJob(request, sent.current.key);
    },
    onSuccess: (job) => navigate(`/jobs/${job.id}`),
  });
}
