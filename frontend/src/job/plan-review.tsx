import { useDeferredValue, useMemo, useState, useSyncExternalStore } from "react";
import { Link } from "wouter";
import type { Job } from "../../../lambdas/contract/job.ts";
import type { PlanSummary } from "../../../lambdas/contract/plan-summary.ts";
import type { LogStore } from "../log/log-store.ts";
import { Icon } from "../parts/icon.tsx";
import { planBlocks } from "./plan-blocks.ts";
import { planCounts, planGroups, planNote, type PlanGroup } from "./plan-rows.ts";

/** From so many resources on they can be searched. */
const searchFrom = 12;

interface PlanReviewProps {
  readonly job: Job;
  /** Its log, in which each resource has a block. */
  readonly store: LogStore;
}

/** What Terraform would do: how much, with which resources, and what comes next. */
export function PlanReview({ job: { target, execution_metadata: metadata }, store }: PlanReviewProps) {
  const { plan } = metadata;
  if (plan === undefined) return <p>The log shows what Terraform would do.</p>;
  return (
    <>
      {plan.has_changes ? <Counts plan={plan} /> : null}
      <p>
        {planNote(plan, target.name)} <Link href={`/vines/${target.id}`}>Go to {target.name}</Link>
      </p>
      {plan.resources.length === 0 ? null : <Resources plan={plan} store={store} />}
    </>
  );
}

/** Whether the plan is long: then it, not the log, is what one came for. */
export function isLongPlan({ status, execution_metadata: { plan } }: Job): boolean {
  return status === "SUCCESS" && plan !== undefined && plan.resources.length > 0;
}

function Counts({ plan }: { readonly plan: PlanSummary }) {
  return (
    <ul className="plan-counts">
      {planCounts(plan).map(({ sign, count, words, tone }) => (
        <li key={words} className={count === 0 ? "plan-none" : `plan-${tone}`}>
          <strong className="number">
            <span aria-hidden="true">{sign}</span> {count.toLocaleString("en")}
          </strong>{" "}
          {words}
        </li>
      ))}
    </ul>
  );
}

function Resources({ plan, store }: { readonly plan: PlanSummary; readonly store: LogStore }) {
  const [text, setText] = useState("");
  const search = useDeferredValue(text);
  const groups = useMemo(() => planGroups(plan, search), [plan, search]);
  const { sections } = useSyncExternalStore(store.subscribe, store.snapshot);
  const blocks = useMemo(() => planBlocks(sections), [sections]);
  return (
    <div className="plan-resources">
      {plan.resources.length < searchFrom ? null : (
        <label className="search">
          <Icon name="search" />
          <span className="hidden">Search the resources</span>
          <input
            type="search"
            className="input"
            placeholder="Address, such as aws_subnet"
            value={text}
            maxLength={200}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      )}
      <div className="plan-groups" tabIndex={0} role="group" aria-label="Resources of the plan">
        {groups.map((group) => (
          <Group key={group.action} group={group} blocks={blocks} />
        ))}
        {groups.length === 0 ? <p className="dim">No address holds “{search.trim()}”.</p> : null}
      </div>
      {plan.truncated ? (
        <p className="dim">
          These are the first {plan.resources.length.toLocaleString("en")}; the log has all of them.
        </p>
      ) : null}
    </div>
  );
}

interface GroupProps {
  readonly group: PlanGroup;
  /** The line of the log at which an address has its block. */
  readonly blocks: ReadonlyMap<string, number>;
}

function Group({ group: { sign, words, tone, addresses }, blocks }: GroupProps) {
  return (
    <section className={`plan-${tone}`}>
      <h3>
        <span className="plan-sign" aria-hidden="true">
          {sign}
        </span>
        <span>
          {words} <span className="number">({addresses.length.toLocaleString("en")})</span>
        </span>
      </h3>
      <ul>
        {addresses.map((address) => (
          <li key={address}>
            <span className="plan-sign" aria-hidden="true">
              {sign}
            </span>
            <Address address={address} line={blocks.get(address)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Address({ address, line }: { readonly address: string; readonly line: number | undefined }) {
  if (line === undefined) return <code>{address}</code>;
  return (
    <a href={`#L${line}`} title="To its place in the log">
      <code>{address}</code>
    </a>
  );
}
