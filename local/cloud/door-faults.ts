import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { createChoices } from "../faults/choices.ts";
import { defineFault, type Fault } from "../faults/fault.ts";
import { awsError } from "./aws-error.ts";
import type { AwsAnswer, AwsRequestHead } from "./aws-request.ts";

export interface DoorFaults {
  /** For the front door's `intercept`. */
  readonly intercept: (request: AwsRequestHead) => Promise<AwsAnswer | undefined>;
  readonly faults: readonly Fault[];
}

/** `service` is the signing name (`ec2`, `iam`, `route53`, `sts`), `action` such as `DescribeSubnets`; `region` one alone. */
const chosen = {
  service: z.string().min(1),
  action: z.string().min(1).optional(),
  region: z.string().optional(),
  count: z.int().min(1).max(10_000).default(1),
};

interface Choice {
  readonly service: string;
  readonly action?: string | undefined;
  readonly region?: string | undefined;
  readonly count: number;
}

/** Makes AWS itself answer errors, or late, at the front door. */
export function createDoorFaults(): DoorFaults {
  const throttled = createChoices(fits);
  const denied = createChoices(fits);
  const slow = createChoices<Choice & { readonly seconds: number }, AwsRequestHead>(fits);
  return {
    async intercept(request) {
      // A stack that is stopped waits for no answer that is still held back.
      await pause((slow.take(request)?.seconds ?? 0) * 1000, undefined, { ref: false });
      if (throttled.take(request)) return throttling(request);
      return denied.take(request) ? denial(request) : undefined;
    },
    faults: [
      defineFault({
        part: "aws",
        fault: "throttle",
        description: "The next `count` calls of `service` (and `action`, and `region`) are answered as too many.",
        schema: z.strictObject(chosen),
        apply: throttled.set,
        clear: throttled.clear,
      }),
      defineFault({
        part: "aws",
        fault: "deny",
        description: "The next `count` calls of `service` (and `action`, and `region`) are refused: not permitted.",
        schema: z.strictObject(chosen),
        apply: denied.set,
        clear: denied.clear,
      }),
      defineFault({
        part: "aws",
        fault: "slow",
        description: "The next `count` calls of `service` (and `action`, and `region`) are answered after `seconds`.",
        schema: z.strictObject({ ...chosen, seconds: z.number().min(0.1).max(300).default(5) }),
        apply: slow.set,
        clear: slow.clear,
      }),
    ],
  };
}

function fits({ service, action, region }: Choice, request: AwsRequestHead): boolean {
  return (
    request.service === service &&
    (region === undefined || request.region === region) &&
    (action === undefined || actionOf(request) === action)
  );
}

/** Route 53 says by method and path what it is asked. */
function actionOf({ service, action }: AwsRequestHead): string {
  return service === "route53" && action === "GET /2013-04-01/hostedzone" ? "ListHostedZones" : action;
}

function throttling(request: AwsRequestHead): AwsAnswer {
  switch (request.service) {
    case "ec2":
      return awsError(request, "RequestLimitExceeded", "Request limit exceeded.", 503);
    case "s3":
      return awsError(request, "SlowDown", "Please reduce your request rate.", 503);
    default: {
      const code = request.headers["x-amz-target"] === undefined ? "Throttling" : "ThrottlingException";
      return awsError(request, code, "Rate exceeded");
    }
  }
}

function denial(request: AwsRequestHead): AwsAnswer {
  if (request.service === "ec2") {
    return awsError(request, "UnauthorizedOperation", "You are not authorized to perform this operation.", 403);
  }
  const isJson = request.headers["x-amz-target"] !== undefined;
  const message = `User is not authorized to perform: ${request.service}:${actionOf(request)} because no identity-based policy allows it`;
  return isJson
    ? awsError(request, "AccessDeniedException", message, 400)
    : awsError(request, "AccessDenied", message, 403);
}
