import { Link } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Vine } from "../../../lambdas/contract/vine.ts";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useHomeRegion, useIsLocal } from "../session/use-config.ts";
import { useSession } from "../session/use-session.ts";
import { canPlant, vineName } from "../vines/vine-words.ts";
import { ConnectSeededButton } from "./connect-seeded-button.tsx";
import type { StepState } from "./first-steps.ts";
import { JobButton } from "./job-button.tsx";
import { PlantFirstButton } from "./plant-first-button.tsx";

interface ConnectActionsProps {
  readonly state: StepState;
  readonly identities: readonly CloudIdentity[];
}

export function ConnectActions({ state, identities }: ConnectActionsProps) {
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

/** On one machine with one press, in the region of the installation. */
export function DeployActions({ state }: { readonly state: StepState }) {
  const mayDeploy = may(useSession(), "operator");
  const isLocal = useIsLocal();
  const region = useHomeRegion();
  if (state.kind === "running") return <JobLink state={state} />;
  if (!mayDeploy) return <NeedsGroup group="operator">deploy a Tendril</NeedsGroup>;
  return (
    <div className="first-step-actions">
      {isLocal && region !== undefined ? (
        <JobButton request={{ type: "DEPLOY_WORKER", name: "north", region, cpu: 512, memory: 1024 }}>
          Deploy north in {region}
        </JobButton>
      ) : null}
      <Link className={isLocal ? "button" : "button button-primary"} href="/tendrils/new">
        {isLocal ? "Choose name and size" : "Deploy a Tendril"}
      </Link>
      <JobLink state={state} />
    </div>
  );
}

export function PlantActions({ identities }: Pick<ConnectActionsProps, "identities">) {
  const mayPlant = may(useSession(), "operator");
  const isLocal = useIsLocal();
  const region = useHomeRegion();
  const identity = identities.find(canPlant);
  if (!mayPlant) return <NeedsGroup group="operator">plant a vine</NeedsGroup>;
  if (identity === undefined) return <p className="dim">Once an AWS account is connected.</p>;
  return (
    <div className="first-step-actions">
      {isLocal && region !== undefined ? <PlantFirstButton identity={identity} region={region} /> : null}
      <Link className={isLocal ? "button" : "button button-primary"} href="/vines/new">
        {isLocal ? "Plant something else" : "Plant a vine"}
      </Link>
    </div>
  );
}

interface PlanActionsProps {
  readonly state: StepState;
  readonly vine: Vine | undefined;
}

export function PlanActions({ state, vine }: PlanActionsProps) {
  const mayPlan = may(useSession(), "operator");
  if (state.kind === "running") return <JobLink state={state} />;
  if (!mayPlan) return <NeedsGroup group="operator">plan a vine</NeedsGroup>;
  if (vine === undefined) return <p className="dim">Once a vine is planted.</p>;
  return (
    <div className="first-step-actions">
      <JobButton request={{ type: "PLAN", vine_id: vine.id }}>Plan {vineName(vine)}</JobButton>
      <Link className="button" href={`/vines/${vine.id}`}>
        See {vineName(vine)}
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
