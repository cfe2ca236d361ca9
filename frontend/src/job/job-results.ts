import type { Job } from "../../../lambdas/contract/job.ts";
import { jobTypeFacts } from "../../../lambdas/contract/job-types.ts";
import type { ResourceKind } from "../../../lambdas/contract/resources.ts";
import { resourceKindLabels, resourceKindsInOrder } from "../identities/identity-words.ts";
import { planLine } from "./plan-rows.ts";

type Outputs = NonNullable<Job["execution_metadata"]["outputs"]>;

/** How many of a kind a job found. */
export interface FoundCount {
  readonly kind: ResourceKind;
  readonly label: string;
  readonly count: number;
}

/** The counts among a job's outputs: a number under the name of each kind that was listed. */
export function foundCounts(outputs: Outputs | undefined): FoundCount[] {
  const counts = countsIn(outputs);
  return resourceKindsInOrder.flatMap((kind) => {
    const count = counts[kind];
    return typeof count === "number" ? [{ kind, label: resourceKindLabels[kind], count }] : [];
  });
}

function countsIn(outputs: Outputs | undefined): Readonly<Record<string, unknown>> {
  const counts = outputs?.["resources"];
  return typeof counts === "object" && counts !== null && !Array.isArray(counts) ? counts : {};
}

/** The facts of a proven identity that are told first, with their words; others follow as they come. */
const factLabels: Readonly<Record<string, string>> = {
  account: "Account",
  role_arn: "Role ARN",
  arn: "Session",
  user_id: "User id",
  project_id: "Project id",
  project_number: "Project number",
  service_account_email: "Service account",
  subscription_id: "Subscription",
  display_name: "Its name",
  tenant_id: "Tenant",
  client_id: "Client id",
};

export interface IdentityFact {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

/** What the cloud itself said about the identity, in a fixed order: the row's map has none. */
export function identityFacts(identity: Readonly<Record<string, string>>): IdentityFact[] {
  const order = Object.keys(factLabels);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(identity)
    .map(([name, value]) => ({ name, label: factLabels[name] ?? capital(name.replaceAll("_", " ")), value }))
    .toSorted((a, b) => place(a.name) - place(b.name));
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** What the job does, in its type's words; a plan of a removal says so. */
export function jobLabel({ type, config_snapshot: snapshot }: Job): string {
  return type === "PLAN" && snapshot["destroy"] === true ? "Plan destroy" : jobTypeFacts[type].label;
}

export function successTitle({ type, target: { name }, execution_metadata: { outputs, plan } }: Job): string {
  switch (type) {
    case "CONNECTION_TEST":
      return `The connection to ${name} works`;
    case "FETCH_RESOURCES":
      return `The resources of ${name} are read`;
    case "DEPLOY_WORKER":
      return `Tendril ${name} is deployed`;
    case "UPDATE_WORKER": {
      const version = outputs?.["version"];
      return typeof version === "string" ? `Tendril ${name} runs ${version}` : `Tendril ${name} is updated`;
    }
    case "DESTROY_WORKER":
      return `Tendril ${name} is destroyed`;
    case "PLAN":
      return plan === undefined ? `${name} is planned` : planLine(plan);
    default:
      return "The job succeeded";
  }
}
