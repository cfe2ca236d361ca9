import { useEffect, useState } from "react";
import { jobTypeFacts, type JobType } from "../../../lambdas/contract/job-types.ts";
import type { JobFilter } from "../api/trellis.ts";
import { browserClock } from "../clock.ts";
import { statusTexts } from "../job-status.ts";
import { Icon } from "../parts/icon.tsx";

interface JobFiltersProps {
  readonly filter: JobFilter;
  readonly onChange: (change: Partial<JobFilter>) => void;
}

const typeGroups: readonly { readonly label: string; readonly types: readonly JobType[] }[] = [
  { label: "Tendrils", types: ["DEPLOY_WORKER", "UPDATE_WORKER", "DESTROY_WORKER"] },
  { label: "Cloud identities", types: ["CONNECTION_TEST", "FETCH_RESOURCES"] },
  { label: "Vines", types: ["PLAN", "DEPLOY", "DESTROY"] },
];

export function JobFilters({ filter, onChange }: JobFiltersProps) {
  return (
    <div className="filters" role="search" aria-label="Jobs">
      <div className="segments" role="group" aria-label="Status">
        {["", ...Object.keys(statusTexts)].map((status) => (
          <button
            key={status}
            type="button"
            className="segment"
            aria-pressed={filter.status === status}
            onClick={() => onChange({ status })}
          >
            {status === "" ? "All" : statusTexts[status as keyof typeof statusTexts]}
          </button>
        ))}
      </div>
      <select
        className="input"
        aria-label="Type"
        value={filter.type}
        onChange={(event) => onChange({ type: event.target.value })}
      >
        <option value="">All types</option>
        {typeGroups.map(({ label, types }) => (
          <optgroup key={label} label={label}>
            {types.map((type) => (
              <option key={type} value={type}>
                {jobTypeFacts[type].label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <FilterChip what="Tendril" id={filter.tendril_id} onClear={() => onChange({ tendril_id: "" })} />
      <FilterChip what="Vine" id={filter.vine_id} onClear={() => onChange({ vine_id: "" })} />
      <SearchField value={filter.q} onChange={(q) => onChange({ q })} />
    </div>
  );
}

interface FilterChipProps {
  readonly what: string;
  readonly id: string;
  readonly onClear: () => void;
}

/** The one thing whose jobs are shown; nothing where there is none. */
function FilterChip({ what, id, onClear }: FilterChipProps) {
  if (id === "") return null;
  return (
    <button type="button" className="button filter-chip" onClick={onClear}>
      {what} <code>{id.slice(0, 8)}</code>
      <Icon name="cross" />
      <span className="hidden">: show the jobs of every {what}</span>
    </button>
  );
}

const typingMillis = 250;

/** Asks Trellis once the typing pauses. */
function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== sent) {
    // The address changed by itself: the Back button, or a cleared filter.
    setSent(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === sent) return undefined;
    const timer = browserClock.setTimeout(() => {
      setSent(text.trim());
      onChange(text.trim());
    }, typingMillis);
    return () => browserClock.clearTimeout(timer);
  }, [text, sent, onChange]);
  return (
    <label className="search">
      <Icon name="search" />
      <span className="hidden">Search by name or job id</span>
      <input
        type="search"
        className="input"
        placeholder="Name or job id"
        value={text}
        maxLength={100}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
