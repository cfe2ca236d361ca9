import type { Sessions } from "../cloud/sessions.ts";
import { variables } from "../../lambdas/contract/environment.ts";
import { compiledDir } from "../compiled.ts";
import type { FunctionDefinition } from "./function-definition.ts";

export interface FunctionEnvironmentOptions {
  readonly region: string;
  readonly endpoints: { readonly aws: string; readonly dynamodb: string };
  readonly sessions: Sessions;
  /** This machine's URL in place of another cloud's; undefined for any other value. */
  readonly replace: (value: string) => string | undefined;
  /** What new Tendrils run, if it is not what the template says. */
  readonly release?: { readonly version: string; readonly image: string } | undefined;
}

/** What a function gets beside the template's variables: this machine's endpoints, and credentials of its role. */
export function functionEnvironment(
  definition: FunctionDefinition,
  { region, endpoints, sessions, replace, release }: FunctionEnvironmentOptions,
): Readonly<Record<string, string>> {
  const credentials = sessions.issue({ roleArn: definition.roleArn, sessionName: definition.name.slice(0, 64) });
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: loopback(endpoints.aws),
    AWS_ENDPOINT_URL_DYNAMODB: loopback(endpoints.dynamodb),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    // The SDK finds nothing of the person whose machine this is: no profile, no instance's role.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    NODE_COMPILE_CACHE: compiledDir,
    // The template names Cognito's sign-in pages, which are the one part that has no endpoint to replace.
    ...inPlaceOf(definition, variables.authMode, "local"),
    ...inPlaceOf(definition, variables.tendrilImage, release?.image),
    ...inPlaceOf(definition, variables.tendrilVersion, release?.version),
    ...Object.fromEntries(
      Object.entries(definition.environment).flatMap(([name, value]) => {
        const here = replace(value);
        return here === undefined ? [] : [[name, loopback(here)]];
      }),
    ),
  };
}

/** A function that does not read a variable does not get it. */
function inPlaceOf({ environment }: FunctionDefinition, name: string, value: string | undefined) {
  return value === undefined || !(name in environment) ? {} : { [name]: value };
}

/** Never a real account: an endpoint that is not this machine's stops the start. */
export function loopback(url: string): string {
  if (new URL(url).hostname !== "127.0.0.1")
    throw new Error(`${url} is not on this machine; the local stack uses no other`);
  return url;
}
