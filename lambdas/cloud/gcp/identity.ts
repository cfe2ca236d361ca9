import * as z from "zod";
import { VintnerError } from "../../contract/errors.ts";
import type { SessionOf } from "../../contract/identity-session.ts";
import { limits } from "../../contract/limits.ts";
import type { GcpIdentityRow } from "../../domain/cloud-identity-row.ts";
import { diagnose } from "../diagnose.ts";
import type { IdentityCloud } from "../identity-cloud.ts";
import { requestJson } from "../json-request.ts";
import type { WebIdentityToken } from "../web-identity-token.ts";
import { enableServices, letImpersonate, letRead, oidcProvider, type Platform } from "./commands.ts";
import { providerName, tokenAudience } from "./federation.ts";

export interface GcpIdentityParts extends Platform {
  readonly webIdentityToken: WebIdentityToken;
  readonly stsUrl: string;
  readonly iamCredentialsUrl: string;
  readonly computeUrl: string;
  readonly longestDelayMillis?: number;
}

const cloud = "Google";

type GcpSession = SessionOf<"gcp">;
type Credentials = GcpIdentityRow["credentials"];

/** Discovery reads and nothing else, whatever the service account may do. */
const readScopes = [
  "https://www.googleapis.com/auth/compute.readonly",
  "https://www.googleapis.com/auth/ndev.clouddns.readonly",
];

/** A GCP identity: a service account that our token may impersonate by way of a workload identity pool. */
export function gcpIdentity(parts: GcpIdentityParts): IdentityCloud<GcpIdentityRow, GcpSession> {
  return {
    async assume({ credentials }, { say, signal }) {
      const { project_id, service_account_email } = credentials;
      await say(`Exchanging a token of ${parts.brokerRole} at ${providerName(credentials)}`);
      const federated = await exchange(credentials, parts, signal);
      await say(`Impersonating ${service_account_email}`);
      const access_token = await impersonate(credentials, federated, parts, signal);
      await say(`Got an access token of ${service_account_email}, for an hour at most`);
      return { provider: "gcp", project_id, member: `serviceAccount:${service_account_email}`, access_token };
    },
    async verify({ credentials }, { access_token, member }, signal) {
      const { project_id, project_number, service_account_email } = credentials;
      const url = `${parts.computeUrl}/compute/v1/projects/${project_id}`;
      const repair = `${enableServices(credentials)} && ${letRead(project_id, member, ["roles/compute.networkViewer"])}`;
      const project = await requestJson({
        url,
        token: access_token,
        answer: projectSchema,
        signal,
        longestDelayMillis: parts.longestDelayMillis,
      }).catch(
        diagnose({
          ...{
            cloud,
            code: "IDENTITY_MISMATCH",
            tried: `reading the project ${project_id} as ${service_account_email}`,
          },
          change: `The service account needs to see the project. Run: ${repair}`,
        }),
      );
      if (project.name !== project_id) {
        throw new VintnerError("IDENTITY_MISMATCH", `Google answers the project ${project.name} for ${project_id}.`);
      }
      return { project_id, project_number, service_account_email };
    },
  };
}

const projectSchema = z.object({ name: z.string() });

async function exchange(credentials: Credentials, parts: GcpIdentityParts, signal: AbortSignal): Promise<string> {
  const subject_token = await parts.webIdentityToken(tokenAudience(credentials));
  const { access_token } = await requestJson({
    url: `${parts.stsUrl}/v1/token`,
    method: "POST",
    form: {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      audience: providerName(credentials),
      scope: "https://www.googleapis.com/auth/cloud-platform",
      subject_token,
    },
    answer: z.object({ access_token: z.string().min(1) }),
    signal,
    longestDelayMillis: parts.longestDelayMillis,
  }).catch(
    diagnose({
      ...{ cloud, code: "TOKEN_NOT_ACCEPTED" },
      tried: `exchanging our token (issuer ${parts.issuer}, subject ${parts.brokerRole}, audience ${tokenAudience(credentials)}) at ${providerName(credentials)}`,
      change: `The pool's provider has to trust exactly this. Run: ${oidcProvider("update-oidc", credentials, parts)}`,
    }),
  );
  return access_token;
}

async function impersonate(
  credentials: Credentials,
  token: string,
  parts: GcpIdentityParts,
  signal: AbortSignal,
): Promise<string> {
  const { service_account_email: email } = credentials;
  const { accessToken } = await requestJson({
    url: `${parts.iamCredentialsUrl}/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
    method: "POST",
    token,
    json: { scope: readScopes, lifetime: `${limits.credentialsSeconds}s` },
    answer: z.object({ accessToken: z.string().min(1) }),
    signal,
    longestDelayMillis: parts.longestDelayMillis,
  }).catch(
    diagnose({
      ...{ cloud, code: "IMPERSONATION_DENIED", tried: `impersonating ${email}` },
      change: `The service account has to exist, and let our principal use it. Run: ${letImpersonate(credentials, parts)}`,
    }),
  );
  return accessToken;
}
