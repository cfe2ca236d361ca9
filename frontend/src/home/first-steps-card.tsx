import { useEffect, useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { StatusMark, type Tone } from "../parts/status-mark.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useIsLocal } from "../session/use-config.ts";
import { useSession } from "../session/use-session.ts";
import { ConnectSeededButton } from "./connect-seeded-button.tsx";
import { isAllDone, type FirstSteps, type StepState } from "./first-steps.ts";

const key = "vintner.first-steps";

interface FirstStepsCardProps {
  readonly steps: FirstSteps;
  readonly identities: readonly CloudIdentity[];
}

/** What a newcomer does first. It goes for good once it was dismissed, and is not shown where all was done before. */
export function FirstStepsCard({ steps, identities }: FirstStepsCardProps) {
  const allDone = isAllDone(steps);
  const [hidden, setHidden] = useState(() => allDone || localStorage.getItem(key) !== null);
  useEffect(() => {
    // Done is done: a Tendril that is destroyed later brings this back for nobody.
    if (allDone) localStorage.setItem(key, "done");
  }, [allDone]);
  if (hidden) return null;
  const dismiss = () => {
    localStorage.setItem(key, "dismissed");
    setHidden(true);
  };
  return (
    <details className="card first-steps" open={!allDone} key={String(allDone)}>
      <summary>{allDone ? "First steps: all done" : "First steps"}</summary>
      <ol>
        <Step title="Connect a cloud" state={steps.connect}>
          <p className="dim">
            Vintner works in your accounts by a role that it assumes for an hour. A connection test proves it, and lists
            what is there.
          </p>
          <ConnectActions state={steps.connect} identities={identities} />
        </Step>
        <Step title="Deploy a Tendril" state={steps.deploy}>
          <p className="dim">
            A Tendril is the worker that runs Terraform: one Fargate service in your account. The job shows every line.
          </p>
          <DeployActions state={steps.deploy} />
        </Step>
      </ol>
      <button type="button" className="button button-quiet first-steps-dismiss" onClick={dismiss}>
        {allDone ? "Done, hide this" : "Do not show this again"}
      </button>
    </details>
  );
}

const tones: Readonly<Record<StepState["kind"], Tone>> = {
  todo: "pending",
  running: "running",
  failed: "failed",
  done: "success",
};
const words: Readonly<Record<StepState["kind"], string>> = {
  todo: "to do",
  running: "running",
  failed: "failed",
  done: "done",
};

interface StepProps {
  readonly title: string;
  readonly state: StepState;
  readonly children: ReactNode;
}

function Step({ title, state, children }: StepProps) {
  return (
    <li className={`first-step first-step-${state.kind}`}>
      <StatusMark tone={tones[state.kind]} />
      <div className="first-step-body">
        <h3>
          {title} <span className="dim first-step-state">{words[state.kind]}</span>
        </h3>
        {state.kind === "done" ? null : children}
      </div>
    </li>
  );
}

function ConnectActions({
  state,
  identities,
}: {
  readonly state: StepState;
  readonly identities: readonly CloudIdentity[];
}) {
  const isLocal = useIsLocal();
  const session = useSession();
  const unfinished = identities.find((identity) => !identity.is_verified);
  if (state.kind === "running") return <JobLink state={state} />;
  if (!may(session, "admin")) return <NeedsGroup group="admin">connect a cloud</NeedsGroup>;
  return (
    <div className="first-step-actions">
      {isLocal ? <ConnectSeededButton identities={identities} /> : null}
      {unfinished === undefined ? (
        <Link className={isLocal ? "button" : "button button-primary"} href="/cloud-identities/new">
          {isLocal ? "Connect another cloud" : "Connect a cloud"}
        </Link>
      ) : (
        <Link className={isLocal ? "button" : "button button-primary"} href={`/cloud-identities/${unfinished.id}`}>
          Go on with {unfinished.name}
        </Link>
      )}
      <JobLink state={state} />
    </div>
  );
}

function DeployActions({ state }: { readonly state: StepState }) {
  const mayDeploy = may(useSession(), "operator");
  if (state.kind === "running") return <JobLink state={state} />;
  if (!mayDeploy) return <NeedsGroup group="operator">deploy a Tendril</NeedsGroup>;
  return (
    <div className="first-step-actions">
      <Link className="button button-primary" href="/tendrils/new">
        Deploy a Tendril
      </Link>
      <JobLink state={state} />
    </div>
  );
}

function JobLink({ state }: { readonly state: StepState }) {
  if (state.kind !== "running" && state.kind !== "failed") return null;
  return (
    <Link className="first-step-job" href={`/jobs/${state.job.id}`}>
      {state.kind === "running" ? "Watch the job" : "See why it failed"}
    </Link>
  );
}
