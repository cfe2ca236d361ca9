import type { AwsCredentials } from "../../../lambdas/contract/worker.ts";

/** Something in the account that bears the Tendril's tag, and where the template has it. */
export interface Owned {
  /** In the template: `aws_vpc.this[0]`. */
  readonly address: string;
  /** As `terraform import` takes it. */
  readonly importId: string;
}

/** Whose resources, and with what they are looked for. */
export interface OwnedScope {
  readonly tendrilId: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
}

/** Lists what the account holds of a Tendril. Changes nothing. */
export type FindOwned = (scope: OwnedScope) => Promise<readonly Owned[]>;

/** Every resource of a Tendril carries it, from its creation on. */
export const ownerTag = "vintner:tendril-id";

/** Every name in the template derives from it. */
export function fullName(tendrilId: string): string {
  return `vintner-${tendrilId}`;
}
