import type { AzureIdentityRow } from "../../domain/cloud-identity-row.ts";

type Credentials = AzureIdentityRow["credentials"];

/** What Entra wants as `aud` of a federated token. */
export const tokenAudience = "api://AzureADTokenExchange";

/** Reads every resource of the subscription, and nothing that is secret; Azure has no narrower one for all our lists. */
const readerRole = "Reader";

export interface Platform {
  readonly issuer: string;
  readonly brokerRole: string;
}

export function createApplication(): string {
  return `APP_ID=$(az ad app create --display-name Vintner --query appId --output tsv)
az ad sp create --id "$APP_ID"
echo "client_id: $APP_ID"`;
}

/** `appId` is a client id, or the variable that holds one. */
export function trustTokens(appId: string, { issuer, brokerRole }: Platform): string {
  const credential = { name: "vintner", issuer, subject: brokerRole, audiences: [tokenAudience] };
  return `az ad app federated-credential create --id ${appId} --parameters '${JSON.stringify(credential)}'`;
}

export function letRead(appId: string, subscriptionId: string): string {
  return `az role assignment create --assignee ${appId} --role ${readerRole} --scope /subscriptions/${subscriptionId}`;
}

export function signIn({ tenant_id, subscription_id }: Credentials): string {
  return `az login --tenant ${tenant_id} &&\naz account set --subscription ${subscription_id}`;
}
