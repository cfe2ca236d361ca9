import type { TendrilStatus } from "../../../lambdas/contract/tendril.ts";

const statusTexts: Readonly<Record<TendrilStatus, string>> = {
  STARTING: "Starting",
  ONLINE: "Online",
  DRAINING: "Draining",
  OFFLINE: "Offline",
  ASLEEP: "Asleep",
};

export function Presence({ status }: { readonly status: TendrilStatus }) {
  return (
    <span className={`presence presence-${status.toLowerCase()}`}>
      <span className="presence-dot" aria-hidden="true" />
      {statusTexts[status]}
    </span>
  );
}
