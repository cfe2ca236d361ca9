import type { core } from "zod";
import {
  createCloudIdentitySchema,
  patchCloudIdentitySchemas,
  type CloudIdentity,
  type CreateCloudIdentity,
  type PatchCloudIdentity,
  type Provider,
} from "../../../lambdas/contract/cloud-identity.ts";

export interface CredentialField {
  readonly name: CredentialName;
  readonly label: string;
  readonly hint: string;
  readonly placeholder: string;
}

/** In the order of the form. */
const credentialNames = [
  "role_arn",
  "project_id",
  "project_number",
  "pool_id",
  "provider_id",
  "service_account_email",
  "tenant_id",
  "subscription_id",
  "client_id",
] as const;
export type CredentialName = (typeof credentialNames)[number];

export const identityFields = ["name", ...credentialNames] as const;
export type IdentityField = (typeof identityFields)[number];
export type IdentityErrors = Partial<Record<IdentityField, string>>;
/** As typed. */
export type CredentialValues = Partial<Record<CredentialName, string>>;

const guidPlaceholder = "00000000-0000-0000-0000-000000000000";

export const credentialFields: Readonly<Record<Provider, readonly CredentialField[]>> = {
  aws: [
    {
      name: "role_arn",
      label: "Role ARN",
      hint: "The template answers it as the output RoleArn.",
      placeholder: "arn:aws:iam::123456789012:role/vintner",
    },
  ],
  gcp: [
    {
      name: "project_id",
      label: "Project id",
      hint: "As gcloud projects list shows it.",
      placeholder: "acme-production",
    },
    { name: "project_number", label: "Project number", hint: "In the same list.", placeholder: "123456789012" },
    {
      name: "pool_id",
      label: "Workload identity pool",
      hint: "The commands make it if it is not there.",
      placeholder: "vintner",
    },
    {
      name: "provider_id",
      label: "Provider in the pool",
      hint: "The commands make it if it is not there.",
      placeholder: "vintner",
    },
    {
      name: "service_account_email",
      label: "Service account",
      hint: "What Vintner acts as; it only gets the rights that you give it.",
      placeholder: "vintner@acme-production.iam.gserviceaccount.com",
    },
  ],
  azure: [
    { name: "tenant_id", label: "Tenant id", hint: "az account show, tenantId.", placeholder: guidPlaceholder },
    { name: "subscription_id", label: "Subscription id", hint: "az account show, id.", placeholder: guidPlaceholder },
    {
      name: "client_id",
      label: "Client id",
      hint: "Of the app registration. The set-up commands print it.",
      placeholder: guidPlaceholder,
    },
  ],
};

/** What a person can say when a cloud is connected. An AWS role and an Azure app come later, by the set-up. */
export function fieldsAtFirst(provider: Provider): readonly CredentialField[] {
  return credentialFields[provider].filter(({ name }) => name !== "role_arn" && name !== "client_id");
}

export function valuesAtFirst(provider: Provider): CredentialValues {
  return provider === "gcp" ? { pool_id: "vintner", provider_id: "vintner" } : {};
}

export function valuesOf(identity: CloudIdentity): CredentialValues {
  const known = Object.entries(identity.credentials).filter(
    ([name, value]) => credentialNames.some((candidate) => candidate === name) && typeof value === "string",
  );
  return Object.fromEntries(known);
}

/** Values with a change. The service account follows the project's id until somebody gives it another name. */
export function changeValues(values: CredentialValues, name: CredentialName, value: string): CredentialValues {
  const changed = { ...values, [name]: value };
  if (name !== "project_id") return changed;
  const follows = [undefined, "", accountOf(values.project_id)].includes(values.service_account_email);
  return follows ? { ...changed, service_account_email: accountOf(value) } : changed;
}

function accountOf(projectId = ""): string {
  return projectId.trim() === "" ? "" : `vintner@${projectId.trim()}.iam.gserviceaccount.com`;
}

type Checked<Request> =
  | { readonly request: Request; readonly errors?: never }
  | { readonly request?: never; readonly errors: IdentityErrors };

/** Checks the form with the very schema that Trellis uses. */
export function checkCreate(provider: Provider, name: string, values: CredentialValues): Checked<CreateCloudIdentity> {
  const credentials = given(provider, values);
  const body = { provider, name: name.trim(), ...(provider === "aws" ? {} : { credentials }) };
  const parsed = createCloudIdentitySchema.safeParse(body);
  return parsed.success ? { request: parsed.data } : { errors: errorsOf(parsed.error.issues) };
}

export function checkPatch(provider: Provider, values: CredentialValues): Checked<PatchCloudIdentity> {
  const credentials = given(provider, values);
  if (Object.keys(credentials).length === 0)
    return { errors: { [credentialFields[provider].at(-1)?.name ?? "name"]: "is not given yet" } };
  const parsed = patchCloudIdentitySchemas[provider].safeParse({ credentials });
  return parsed.success ? { request: parsed.data } : { errors: errorsOf(parsed.error.issues) };
}

/** The fields of the provider that hold something: one that is empty is missing, not wrong. */
function given(provider: Provider, values: CredentialValues): CredentialValues {
  const entries = credentialFields[provider].map(({ name }) => [name, values[name]?.trim() ?? ""] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

function errorsOf(issues: readonly core.$ZodIssue[]): IdentityErrors {
  const errors: IdentityErrors = {};
  for (const { code, path, message, input } of issues) {
    const field = identityFields.find((candidate) => path.includes(candidate));
    if (field === undefined) continue;
    errors[field] ??= code === "invalid_type" && input === undefined ? "is not given yet" : message;
  }
  return errors;
}

export function sameValues(a: CredentialValues, b: CredentialValues): boolean {
  return credentialNames.every((name) => (a[name] ?? "") === (b[name] ?? ""));
}
