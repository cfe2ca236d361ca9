import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readAssembly } from "../../local/template/assembly.ts";
import { assemblyDir } from "../assembly.ts";
import { callsDir } from "./iam/recorded-calls.ts";
import type { RecordedCalls } from "./iam/recorded-calls.ts";
import { grantsOf } from "./iam/grants.ts";
import { readReviewedGrants } from "./iam/reviewed-grants.ts";
import { unusedGrants } from "./iam/unused-grants.ts";

/** What Jest was asked to run: its global configuration. */
export interface Run {
  /** Files or folders. */
  readonly nonFlagArgs: readonly string[];
  readonly testNamePattern?: string;
  readonly onlyChanged: boolean;
  readonly onlyFailures: boolean;
  readonly shard?: object;
}

/**
 * After the last test of a run: fails it when a call had no grant. After a whole run it also tells which grants, reviewed
 * as used, were not: a race that went the other way is no failure, one that is told again and again is a grant too many.
 */
export function holdCallsAgainstGrants(run: Run): void {
  const calls = recordedCalls();
  const refused = new Set(
    calls.flatMap((one) =>
      one.refused.map(
        ({ role, action, resource, reason, test }) =>
          `${role.split("/").at(-1)} | ${action} | ${resource} | ${test} | ${reason}`,
      ),
    ),
  );
  const used = new Set(calls.flatMap((one) => one.used));
  const unused = isWhole(run)
    ? unusedGrants(grantsOf(readAssembly(assemblyDir).stacks), readReviewedGrants(), used)
    : [];
  if (unused.length > 0)
    console.warn(['Grants that test/evidence/iam-grants has as "used", and no test used:', ...unused].join("\n  "));
  if (refused.size > 0) throw new Error(["Calls of AWS that no grant permits:", ...refused].join("\n  "));
}

function recordedCalls(): readonly RecordedCalls[] {
  if (!existsSync(callsDir)) return [];
  return readdirSync(callsDir).map((name) => JSON.parse(readFileSync(join(callsDir, name), "utf8")) as RecordedCalls);
}

/** Fewer tests use fewer grants. */
function isWhole({ nonFlagArgs, testNamePattern, onlyChanged, onlyFailures, shard }: Run): boolean {
  return nonFlagArgs.length === 0 && !testNamePattern && !onlyChanged && !onlyFailures && shard === undefined;
}
