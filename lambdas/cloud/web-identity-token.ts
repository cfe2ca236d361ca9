import { GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { VintnerError } from "../contract/errors.ts";
import { reasonOf } from "./reason-of.ts";

/** A token of our AWS account for one audience, which another cloud verifies by the account's published keys. */
export type WebIdentityToken = (audience: string) => Promise<string>;

/** It is exchanged at once. */
const tokenSeconds = 300;

/** Signed RS256, which is what Google and Entra take. */
export function webIdentityToken(client = new STSClient({})): WebIdentityToken {
  return async (audience) => {
    const command = new GetWebIdentityTokenCommand({
      Audience: [audience],
      SigningAlgorithm: "RS256",
      DurationSeconds: tokenSeconds,
    });
    const answer = await client.send(command).catch((cause: unknown) => {
      throw new VintnerError(
        "CLOUD_UNAVAILABLE",
        `Asking AWS STS for a web identity token failed: ${reasonOf(cause)}. If federation is off in the platform's account, turn it on: aws iam enable-outbound-web-identity-federation`,
        { cause },
      );
    });
    if (!answer.WebIdentityToken) throw new VintnerError("CLOUD_UNAVAILABLE", "AWS STS answered no web identity token");
    return answer.WebIdentityToken;
  };
}
