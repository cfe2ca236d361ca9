import type { GcpIdentityRow } from "../../domain/cloud-identity-row.ts";
import { principal, tokenAudience } from "./federation.ts";

type Credentials = GcpIdentityRow["credentials"];

/** The least that the lists need. */
export const readerRoles = ["roles/compute.networkViewer", "roles/dns.reader"] as const;

export const services = [
  "iam.googleapis.com",
  "sts.googleapis.com",
  "iamcredentials.googleapis.com",
  "compute.googleapis.com",
  "dns.googleapis.com",
] as const;

export interface Platform {
  /** `iss` of our tokens. */
  readonly issuer: string;
  /** `sub` of our tokens. */
  readonly brokerRole: string;
}

/** Every value was checked by the contract's patterns, and none of them can hold a quote. */
function command(name: string, options: Readonly<Record<string, string>>): string {
  const words = Object.entries(options).map(([option, value]) => `--${option}=${quoted(value)}`);
  return [name, ...words].join(" ");
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

export function enableServices({ project_id }: Credentials): string {
  return command(`gcloud services enable ${services.join(" ")}`, { project: project_id });
}

export function createPool({ project_id, pool_id }: Credentials): string {
  const options = { project: project_id, location: "global", "display-name": "Vintner" };
  return command(`gcloud iam workload-identity-pools create ${pool_id}`, options);
}

/** Takes our issuer's tokens of this audience, if they are the broker's. `verb` is `create-oidc` or `update-oidc`. */
export function oidcProvider(verb: string, credentials: Credentials, { issuer, brokerRole }: Platform): string {
  const { project_id, pool_id, provider_id } = credentials;
  return command(`gcloud iam workload-identity-pools providers ${verb} ${provider_id}`, {
    project: project_id,
    location: "global",
    "workload-identity-pool": pool_id,
    "issuer-uri": issuer,
    "allowed-audiences": tokenAudience(credentials),
    "attribute-mapping": "google.subject=assertion.sub",
    "attribute-condition": `assertion.sub == "${brokerRole}"`,
  });
}

export function createServiceAccount({ service_account_email }: Credentials): string {
  const [name = "", domain = ""] = service_account_email.split("@");
  const project = domain.split(".")[0] ?? "";
  return command(`gcloud iam service-accounts create ${name}`, { project, "display-name": "Vintner" });
}

export function letImpersonate(credentials: Credentials, { brokerRole }: Pick<Platform, "brokerRole">): string {
  return command(`gcloud iam service-accounts add-iam-policy-binding ${credentials.service_account_email}`, {
    project: credentials.service_account_email.split("@")[1]?.split(".")[0] ?? credentials.project_id,
    role: "roles/iam.workloadIdentityUser",
    member: principal(credentials, brokerRole),
  });
}

export function letRead(projectId: string, member: string, roles: readonly string[] = readerRoles): string {
  return roles
    .map((role) => command(`gcloud projects add-iam-policy-binding ${projectId}`, { role, member, condition: "None" }))
    .join(" &&\n");
}
