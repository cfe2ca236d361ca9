import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { createChoices } from "../faults/choices.ts";
import { defineFault, type Fault } from "../faults/fault.ts";
import type { CloudAnswer, CloudRequest } from "./cloud-request.ts";

export interface CloudFaults {
  readonly faults: readonly Fault[];
  effectOn(request: CloudRequest): CloudEffect;
  /** How many more items every list has now. */
  moreItems(): number;
  /** At most so many items are on a page, whatever a request asks for. */
  pageMaxItems(): number;
}

export interface CloudEffect {
  /** In place of what the cloud would say. */
  readonly answer?: CloudAnswer | undefined;
  readonly delay: Promise<void>;
  /** The answer is cut in its middle. */
  readonly isMalformed: boolean;
}

export interface CloudRefusals {
  denied(request: CloudRequest): CloudAnswer;
  throttled(request: CloudRequest): CloudAnswer;
}

const at = {
  /** A part of the request's path, such as `networks`; without it any request. */
  path: z.string().default(""),
};
const counted = (standard: number) => ({ ...at, count: z.int().min(1).max(10_000).default(standard) });
interface Choice {
  readonly path: string;
  readonly count: number;
}

/** A page of the real clouds holds hundreds. */
const pageItems = 500;
const smallPageItems = 25;

/** Ways to make a fake cloud fail, each counted, each for the requests whose path holds `path`. */
export function createCloudFaults(part: string, refusals: CloudRefusals): CloudFaults {
  const denied = createChoices(fits);
  const throttled = createChoices(fits);
  const malformed = createChoices(fits);
  const slow = createChoices<Choice & { readonly seconds: number }, CloudRequest>(fits);
  let more = 0;
  const refusalOf = (request: CloudRequest) => {
    if (throttled.take(request)) return refusals.throttled(request);
    return denied.take(request) ? refusals.denied(request) : undefined;
  };
  return {
    effectOn(request) {
      return {
        // A stack that is stopped waits for no answer that is still held back.
        delay: pause((slow.take(request)?.seconds ?? 0) * 1000, undefined, { ref: false }),
        answer: refusalOf(request),
        isMalformed: malformed.take(request) !== undefined,
      };
    },
    moreItems: () => more,
    pageMaxItems: () => (more > 0 ? smallPageItems : pageItems),
    faults: [
      defineFault({
        part,
        fault: "denied",
        description: "The next `count` requests whose path holds `path` are refused: not permitted.",
        schema: z.strictObject(counted(10_000)),
        apply: denied.set,
        clear: denied.clear,
      }),
      defineFault({
        part,
        fault: "throttled",
        description: "The next `count` requests whose path holds `path` are answered 429, to be tried again in 1 s.",
        schema: z.strictObject(counted(1)),
        apply: throttled.set,
        clear: throttled.clear,
      }),
      defineFault({
        part,
        fault: "slow",
        description: "The next `count` requests whose path holds `path` are answered after `seconds`.",
        schema: z.strictObject({ ...counted(1), seconds: z.number().min(0.1).max(120).default(5) }),
        apply: slow.set,
        clear: slow.clear,
      }),
      defineFault({
        part,
        fault: "malformed",
        description: "The answers to the next `count` requests whose path holds `path` are cut in their middle.",
        schema: z.strictObject(counted(1)),
        apply: malformed.set,
        clear: malformed.clear,
      }),
      defineFault({
        part,
        fault: "many-pages",
        description: `Every list has \`count\` more items from now on, ${smallPageItems} on a page.`,
        schema: z.strictObject({ count: z.int().min(1).max(20_000).default(1200) }),
        apply({ count }) {
          more = count;
        },
        clear() {
          more = 0;
        },
      }),
    ],
  };
}

function fits({ path }: Choice, request: CloudRequest): boolean {
  return request.path.toLowerCase().includes(path.toLowerCase());
}
