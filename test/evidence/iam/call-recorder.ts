import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsCall, CallWatcher } from "../../../local/cloud/aws-call.ts";
import type { LocalStack } from "../../../local/stack.ts";
import { needsOf } from "../permissions/needs.ts";
import type { Need, StackFacts } from "../permissions/need.ts";
import { createJudge } from "./judge.ts";
import type { Judge } from "./judge.ts";
import { callsDir } from "./recorded-calls.ts";
import type { RecordedCalls, Refusal } from "./recorded-calls.ts";
import { stackFacts } from "./stack-facts.ts";

/** Holds every call of a stack against the synthesized policies, and keeps what came of it for the end of the run. */
export interface CallRecorder {
  /** For the stack's `onCall`. */
  readonly watch: CallWatcher;
  /** The stack is up: judges what was called until now, and from now on at once. */
  follow(stack: LocalStack): Promise<void>;
  write(): void;
}

interface Bench {
  readonly judge: Judge;
  readonly facts: StackFacts;
}

export function createCallRecorder(test: string): CallRecorder {
  const refused: Refusal[] = [];
  const used = new Set<string>();
  const seen = new Set<string>();
  const early: AwsCall[] = [];
  let bench: Bench | undefined;

  async function judgeCall(call: AwsCall, { judge, facts }: Bench): Promise<void> {
    const { roleArn } = call.principal;
    // The account's own key: the test itself, and the person at the machine.
    if (roleArn === undefined) return;
    const refuse = (action: string, resource: string, reason: string) =>
      refused.push({ role: roleArn, action, resource, reason, test });
    try {
      const needs = needsOf(call, facts) ?? foreignNeeds(call);
      if (needs === undefined) {
        refuse(`${call.service}:${call.action}`, call.url, "test/evidence/permissions does not say what it needs");
      }
      for (const need of needs ?? []) {
        const key = keyOf(call, need);
        if (seen.has(key)) continue;
        seen.add(key);
        const verdict = await judge(call.principal, call.region, need);
        for (const grant of verdict.used) used.add(grant);
        if (!verdict.allowed) refuse(need.action, need.resource, `no grant for ${JSON.stringify(need.context)}`);
      }
    } catch (error) {
      refuse(`${call.service}:${call.action}`, call.url, `could not be judged: ${String(error)}`);
    }
  }

  return {
    async watch(call) {
      if (bench === undefined) early.push(call);
      else await judgeCall(call, bench);
    },
    async follow(stack) {
      bench = { judge: createJudge(stack), facts: stackFacts(stack) };
      for (const call of early.splice(0)) await judgeCall(call, bench);
    },
    write() {
      mkdirSync(callsDir, { recursive: true });
      const calls: RecordedCalls = { refused, used: [...used].toSorted() };
      writeFileSync(join(callsDir, `${randomUUID()}.json`), JSON.stringify(calls));
    },
  };
}

/** What is read in a connected account needs an action of the call's own name. */
function foreignNeeds({ service, action, method, url }: AwsCall): readonly Need[] | undefined {
  if (service !== "route53" || method !== "GET" || !url.startsWith("/2013-04-01/hostedzone")) return undefined;
  return action.startsWith("GET") ? [{ action: "route53:ListHostedZones", resource: "*", context: [] }] : undefined;
}

/** Resources of EC2 are all alike but for their kind: each is looked up once a stack. */
function keyOf({ principal }: AwsCall, { action, resource, context, taggedId }: Need): string {
  const what = taggedId === undefined ? resource : resource.split("/")[0];
  const limits = principal.policies.length === 0 ? "" : principal.policies.join("");
  return [principal.roleArn, action, what, JSON.stringify(context), limits].join("|");
}
