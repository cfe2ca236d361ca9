import type { AwsCredentials } from "../../contract/worker.ts";

/** Credentials as the SDK's clients take them. */
export function sdkCredentials({ access_key_id, secret_access_key, session_token, expires_at }: AwsCredentials) {
  return {
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    sessionToken: session_token,
    expiration: new Date(expires_at),
  };
}
