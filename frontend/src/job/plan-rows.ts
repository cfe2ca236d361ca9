import type { PlanAction, PlanSummary } from "../../../lambdas/contract/plan-summary.ts";

interface ActionWords {
  /** As Terraform writes it before an address, where it has a sign. */
  readonly sign: string;
  readonly words: string;
  readonly tone: "add" | "change" | "destroy" | "other";
}

/** What is lost first, then what changes, then what is new. */
const actionWords: Readonly<Record<PlanAction, ActionWords>> = {
  delete: { sign: "−", words: "destroy", tone: "destroy" },
  replace: { sign: "−/+", words: "replace: destroy, then create anew", tone: "destroy" },
  update: { sign: "~", words: "change in place", tone: "change" },
  create: { sign: "+", words: "create", tone: "add" },
  import: { sign: "←", words: "import", tone: "other" },
  move: { sign: "→", words: "move to this address", tone: "other" },
  forget: { sign: "·", words: "forget, but keep in the account", tone: "other" },
  read: { sign: "≤", words: "read during apply", tone: "other" },
};

export interface PlanGroup extends ActionWords {
  readonly action: PlanAction;
  readonly addresses: readonly string[];
}

/** The resources by what would be done with them, as far as their addresses hold every word of `search`. */
export function planGroups({ resources }: Pick<PlanSummary, "resources">, search: string): readonly PlanGroup[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = resources.filter(({ address }) => words.every((word) => address.toLowerCase().includes(word)));
  const byAction = Map.groupBy(found, ({ action }) => action);
  return (Object.keys(actionWords) as PlanAction[]).flatMap((action) => {
    const addresses = byAction.get(action)?.map(({ address }) => address);
    return addresses === undefined ? [] : [{ action, ...actionWords[action], addresses }];
  });
}

export interface PlanCount {
  readonly sign: string;
  readonly count: number;
  readonly words: string;
  readonly tone: ActionWords["tone"];
}

/** The numbers of Terraform's last line, in its order. It tells of imports only where there are some. */
export function planCounts(plan: Pick<PlanSummary, "add" | "change" | "destroy" | "import">): readonly PlanCount[] {
  return [
    ...(plan.import === 0 ? [] : [{ sign: "←", count: plan.import, words: "to import", tone: "other" as const }]),
    { sign: "+", count: plan.add, words: "to add", tone: "add" },
    { sign: "~", count: plan.change, words: "to change", tone: "change" },
    { sign: "−", count: plan.destroy, words: "to destroy", tone: "destroy" },
  ];
}

/** The plan in one line, as Terraform ends with it. */
export function planLine(plan: PlanSummary): string {
  if (!plan.has_changes) return plan.mode === "destroy" ? "Nothing to destroy" : "No changes";
  const counts = planCounts(plan).map(({ count, words }) => `${count.toLocaleString("en")} ${words}`);
  return `${plan.mode === "destroy" ? "Destroy plan" : "Plan"}: ${counts.join(", ")}`;
}

/** What the plan means and what comes next, for the vine `name`. */
export function planNote({ mode, has_changes: hasChanges, resources }: PlanSummary, name: string): string {
  if (!hasChanges) {
    return mode === "destroy"
      ? `${name} has made nothing that is still there.`
      : `What is there is what ${name} describes. Plan again once you have edited it.`;
  }
  const what =
    mode === "destroy"
      ? `This would remove all that ${name} has made.`
      : resources.length === 0
        ? "Only outputs would change, no resource."
        : "";
  const next = "A plan changes nothing: read it, edit the vine if it is not what you meant, and plan again.";
  return `${what} ${next} Plans cannot be applied from here yet.`.trim();
}
