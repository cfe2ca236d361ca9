import type { Step } from "../../../lambdas/contract/job.ts";
import { Duration } from "../parts/time.tsx";
import type { LogSection } from "./log-lines.ts";

interface SectionHeadingProps {
  readonly section: LogSection;
  readonly name: string;
  readonly step: Step | undefined;
  /** Only told once a job has more than one. */
  readonly showAttempt: boolean;
}

export function SectionHeading({ section, name, step, showAttempt }: SectionHeadingProps) {
  return (
    <h3 className="section-heading" id={`step-${section.id}`}>
      <span>{name}</span>
      {showAttempt ? <span className="dim">attempt {section.attempt}</span> : null}
      {step?.ok === false ? <span className="section-failed">failed</span> : null}
      {step?.ended_at ? (
        <span className="section-time">
          <Duration from={step.started_at} to={step.ended_at} />
        </span>
      ) : null}
    </h3>
  );
}
