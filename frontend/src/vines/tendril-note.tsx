import { Link } from "wouter";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";

/** Says so where nobody is there to run a plan. */
export function TendrilNote({ tendrils }: { readonly tendrils: readonly Tendril[] | undefined }) {
  if (tendrils === undefined || tendrils.some(({ status }) => status === "ONLINE")) return null;
  return (
    <p className="dim">
      No Tendril is online: a plan waits until one is. <Link href="/tendrils/new">Deploy a Tendril</Link>
    </p>
  );
}
