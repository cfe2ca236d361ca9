import type { JobEvent } from "../../../lambdas/contract/job.ts";
import { statusWords, type StatusWords } from "../job-status.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = StatusWords["tone"] | "pending";

const icons: Readonly<Record<Exclude<Tone, "running" | "stopping" | "pending">, IconName>> = {
  queued: "clock",
  success: "check",
  failed: "cross",
  cancelled: "slash",
};

/** The round sign of a state. Its words stand beside it. */
export function StatusMark({ tone }: { readonly tone: Tone }) {
  const spins = tone === "running" || tone === "stopping";
  return (
    <span className={`mark mark-${tone}`} aria-hidden="true">
      {spins ? <span className="spinner" /> : tone === "pending" ? null : <Icon name={icons[tone]} />}
    </span>
  );
}

export function StatusBadge({ job }: { readonly job: Pick<JobEvent, "type" | "status" | "stop" | "closed_at"> }) {
  const { tone, text } = statusWords(job);
  return (
    <span className={`badge badge-${tone}`}>
      <StatusMark tone={tone} />
      {text}
    </span>
  );
}
