import { useState } from "react";
import type { Job } from "../../../lambdas/contract/job.ts";
import { Icon } from "../parts/icon.tsx";
import { StatusMark, type Tone } from "../parts/status-mark.tsx";
import { Duration } from "../parts/time.tsx";
import { attemptRows, type StepRow } from "./step-rows.ts";

const toneWords: Readonly<Record<Tone, string>> = {
  queued: "queued",
  pending: "not started",
  running: "running",
  stopping: "stopping",
  success: "succeeded",
  failed: "failed",
  cancelled: "cut off",
};

/** The job's steps; a press on one goes to its lines. On a narrow page they fold into the one that counts now. */
export function StepRail({ job, onSelect }: { readonly job: Job; readonly onSelect: (section: string) => void }) {
  const [open, setOpen] = useState(false);
  const attempts = attemptRows(job);
  const current = attempts.at(-1)?.rows.findLast((row) => row.tone !== "pending");
  return (
    <nav className="rail" aria-label="Steps">
      <button type="button" className="rail-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <StatusMark tone={current?.tone ?? "pending"} />
        <span>{current?.name ?? "Steps"}</span>
        <span className="dim">{open ? "Hide steps" : "All steps"}</span>
        <Icon name="chevron" />
      </button>
      <div className={open ? "rail-steps rail-steps-open" : "rail-steps"}>
        {attempts.map(({ attempt, rows }) => (
          <div key={attempt}>
            {attempts.length > 1 ? <h2 className="rail-attempt">Attempt {attempt}</h2> : null}
            <ol className="steps">
              {rows.map((row) => (
                <li key={row.section}>
                  <StepButton row={row} onSelect={onSelect} />
                </li>
              ))}
            </ol>
          </div>
        ))}
      </div>
    </nav>
  );
}

function StepButton({ row, onSelect }: { readonly row: StepRow; readonly onSelect: (section: string) => void }) {
  return (
    <button
      type="button"
      className={`step step-${row.tone}`}
      disabled={row.tone === "pending"}
      onClick={() => onSelect(row.section)}
    >
      <StatusMark tone={row.tone} />
      <span className="step-name">{row.name}</span>
      <span className="hidden">, {toneWords[row.tone]}</span>
      {row.startedAt === null || (row.endedAt === null && row.tone !== "running") ? null : (
        <span className="step-time">
          <Duration from={row.startedAt} to={row.endedAt} />
        </span>
      )}
    </button>
  );
}
