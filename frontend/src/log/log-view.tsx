import { useCallback, useImperativeHandle, useReducer, useRef, useState, useSyncExternalStore, type Ref } from "react";
import type { Job } from "../../../lambdas/contract/job.ts";
import { stepName } from "../../../lambdas/contract/job-types.ts";
import { Icon } from "../parts/icon.tsx";
import { onDemand } from "../parts/on-demand.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import type { FollowState } from "./log-follower.ts";
import type { LogSection } from "./log-lines.ts";
import type { LogSnapshot, LogStore } from "./log-store.ts";
import { LogToolbar } from "./log-toolbar.tsx";
import { PlainLog, type LogPlaces } from "./plain-log.tsx";
import { SectionHeading } from "./section-heading.tsx";
import { useFollow } from "./use-follow.ts";
import { lineOfAddress, useMarkedLine } from "./use-marked-line.ts";

const VirtualLog = onDemand(async () => (await import("./virtual-log.tsx")).VirtualLog, "the log");
/** Up to here every line is an element; beyond it the browser gets slow. */
const plainMaxLines = 50_000;

interface LogViewProps {
  readonly job: Job;
  readonly store: LogStore;
  readonly logState: { readonly state: FollowState; readonly error?: unknown };
  readonly onRetry: () => void;
  /** Moves to the section of a step. */
  readonly goTo: Ref<(section: string) => void>;
}

/** The log as it is written. It follows the end until its reader scrolls up. */
export function LogView({ job, store, logState, onRetry, goTo }: LogViewProps) {
  const log = useSyncExternalStore(store.subscribe, store.snapshot);
  const [wrap, setWrap] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const places = useRef<LogPlaces>(null);
  const [bodies, onShown] = useReducer((count: number) => count + 1, 0);
  const follow = useFollow(log.lines, lineOfAddress() !== undefined);
  const { marked, onClick, message } = useMarkedLine(log, places, bodies, follow.pause);
  useImperativeHandle(goTo, () => (section: string) => {
    follow.pause();
    places.current?.toSection(section);
  });
  const headingOf = useHeadings(job);
  // The job knows how long its log is before the pages do: no change of the way half through.
  const Body = Math.max(log.lines, job.log.lines) > plainMaxLines ? VirtualLog : PlainLog;
  return (
    <section className="log" aria-label="Log">
      <LogToolbar job={job} store={store} log={log} wrap={wrap} onWrap={setWrap} message={message} />
      {logState.state === "failing" ? (
        <ProblemView error={logState.error} what="The log could not be read; trying again" onRetry={onRetry} />
      ) : null}
      <div
        ref={scroller}
        className={wrap ? "log-scroll log-wrap" : "log-scroll"}
        tabIndex={0}
        role="region"
        aria-label="Lines of the log"
        onScroll={follow.onScroll}
        onClick={onClick}
      >
        <Body
          sections={log.sections}
          marked={marked}
          headingOf={headingOf}
          scroller={scroller}
          stick={follow.following ? follow.stick : undefined}
          wrap={wrap}
          places={places}
          onShown={onShown}
        />
        <LogEnd job={job} log={log} state={logState.state} />
      </div>
      {follow.following ? null : (
        <button type="button" className="log-latest" onClick={follow.resume}>
          <Icon name="down" />
          Jump to latest{follow.newLines > 0 && job.closed_at === null ? ` · ${newLinesText(follow.newLines)}` : ""}
        </button>
      )}
    </section>
  );
}

function newLinesText(count: number): string {
  return count === 1 ? "1 new line" : `${count.toLocaleString("en")} new lines`;
}

function useHeadings(job: Job): (section: LogSection) => React.ReactNode {
  return useCallback(
    (section: LogSection) => {
      const step = job.steps.find(({ attempt, number }) => attempt === section.attempt && number === section.step);
      const name =
        step?.name ?? stepName(job.type, section.step, job.status === "FAILED" || job.status === "CANCELLED");
      return <SectionHeading section={section} name={name} step={step} showAttempt={job.attempt > 1} />;
    },
    [job.steps, job.type, job.status, job.attempt],
  );
}

/** What stands below the last line: that more will come, that some is missing for now, or why there is none. */
function LogEnd({ job, log, state }: { readonly job: Job; readonly log: LogSnapshot; readonly state: FollowState }) {
  if (log.waiting) return <p className="log-end">Waiting for lines that were written before the next ones…</p>;
  if (log.lines > 0) {
    if (job.closed_at !== null) return null;
    return (
      <p className="log-end">
        <span className="log-cursor" aria-hidden="true" />
        <span className="hidden">More lines may follow.</span>
      </p>
    );
  }
  if (state === "loading") return null;
  return (
    <p className="log-end">
      {job.closed_at === null ? "The first line appears here as soon as it is written." : "This job wrote no log."}
    </p>
  );
}
