import { useEffect, useState, type ReactNode } from "react";
import { StatusMark, type Tone } from "../parts/status-mark.tsx";
import { ConnectActions, DeployActions, PlanActions, PlantActions } from "./first-steps-actions.tsx";
import { cardKind, firstSteps, isAllDone, type Installation, type Remembered, type StepState } from "./first-steps.ts";

const key = "vintner.first-steps";

/** What a newcomer does first. It goes for good once it was put away. */
export function FirstStepsCard({ there }: { readonly there: Installation }) {
  const steps = firstSteps(there);
  const allDone = isAllDone(steps);
  const [remembered, setRemembered] = useState(() => localStorage.getItem(key) as Remembered);
  const remember = (what: NonNullable<Remembered>) => {
    localStorage.setItem(key, what);
    setRemembered(what);
  };
  const kind = cardKind(remembered, allDone);
  useEffect(() => {
    if (kind === "open") localStorage.setItem(key, "begun");
    if (kind === "done") localStorage.setItem(key, "done");
    if (kind !== "hidden") setRemembered(kind === "open" ? "begun" : "done");
  }, [kind]);
  if (kind === "hidden") return null;
  const { identities, vines } = there;
  return (
    <details className="card first-steps" open={kind === "open"} key={kind}>
      <summary>{kind === "done" ? "First steps: all done" : "First steps"}</summary>
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
        <Step title="Plant a vine" state={steps.plant}>
          <p className="dim">
            A vine is one piece of infrastructure: a Terraform configuration, its variables and the account that it
            grows in.
          </p>
          <PlantActions identities={identities} />
        </Step>
        <Step title="Plan it" state={steps.plan}>
          <p className="dim">
            The Tendril runs terraform plan, and you read what would be made. Nothing in your account changes.
          </p>
          <PlanActions state={steps.plan} vine={vines[0]} />
        </Step>
      </ol>
      <button type="button" className="button button-quiet first-steps-dismiss" onClick={() => remember("dismissed")}>
        {kind === "done" ? "Done, hide this" : "Do not show this again"}
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
