import type { ReactNode } from "react";
import type { Group } from "../../../lambdas/contract/person.ts";
import { may } from "./session.ts";
import { useSession } from "./use-session.ts";

interface NeedsGroupProps {
  readonly group: Group;
  /** What one cannot do, such as `cancel it`. */
  readonly children: ReactNode;
}

/** Why a button is not there. Says nothing to who has it. */
export function NeedsGroup({ group, children }: NeedsGroupProps) {
  const session = useSession();
  if (may(session, group)) return null;
  return (
    <p className="needs-group dim">
      Only {group === "admin" ? "the group admin" : "the groups operator and admin"} can {children}. You are{" "}
      {session.group}.
    </p>
  );
}
