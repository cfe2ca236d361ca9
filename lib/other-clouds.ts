import type { VariableName } from "../lambdas/contract/environment.ts";
import type { VintnerFunction } from "./vintner-function.ts";

/** Where the other clouds answer. The local stack puts its own addresses in their place. */
const urls = {
  googleStsUrl: "https://sts.googleapis.com",
  googleIamCredentialsUrl: "https://iamcredentials.googleapis.com",
  googleComputeUrl: "https://compute.googleapis.com",
  googleDnsUrl: "https://dns.googleapis.com",
  entraUrl: "https://login.microsoftonline.com",
  resourceManagerUrl: "https://management.azure.com",
} as const satisfies Partial<Record<VariableName, string>>;

/** Tells a function the addresses that it uses. */
export function configureClouds(handler: VintnerFunction, names: readonly (keyof typeof urls)[]): void {
  for (const name of names) handler.set(name, urls[name]);
}
