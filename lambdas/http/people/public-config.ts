import { readEnvironment } from "../../contract/environment.ts";
import type { PublicConfig } from "../../contract/public-config.ts";

/** `GET /config.json`: where things are and how to sign in. */
export function publicConfig(): PublicConfig {
  const { apiUrl, webSocketUrl, version, authMode, clientId, issuer } = readEnvironment([
    "apiUrl",
    "webSocketUrl",
    "version",
    "authMode",
    "clientId",
    "issuer",
  ]);
  return {
    api_url: apiUrl,
    ws_url: webSocketUrl,
    region: process.env["AWS_REGION"] ?? "",
    version,
    auth: authOf(authMode, clientId, issuer),
  };
}

/** `local`, or `cognito:<hosted domain>`. */
function authOf(mode: string, clientId: string, issuer: string): PublicConfig["auth"] {
  if (mode === "local") return { mode };
  return { mode: "cognito", domain: mode.replace(/^cognito:/, ""), client_id: clientId, issuer };
}
