import * as z from "zod";
import { createCountdown } from "../faults/countdown.ts";
import { defineFault, type Fault } from "../faults/fault.ts";
import { jsonAnswer, type GatewayRequest, type HttpAnswer } from "./http-answer.ts";

export interface GatewayFaults {
  readonly intercept: (request: GatewayRequest) => HttpAnswer | undefined;
  readonly faults: readonly Fault[];
}

const schema = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "DELETE"]).optional(),
  path: z.string().startsWith("/"),
  status: z.int().min(400).max(599).default(503),
  count: z.int().min(1).max(100_000).default(1),
});

/** Makes the API answer errors before any function is called, as API Gateway itself does now and then. */
export function createGatewayFaults(): GatewayFaults {
  const left = createCountdown();
  let refused: z.infer<typeof schema> | undefined;
  return {
    intercept(request) {
      if (refused === undefined || !request.path.startsWith("/api/") || !fits(refused, request)) return undefined;
      return left.take() ? jsonAnswer(refused.status, { message: "Service Unavailable" }) : undefined;
    },
    faults: [
      defineFault({
        part: "gateway",
        fault: "refuse",
        description:
          "The next `count` requests whose path ends in `path` (such as /logs), of this `method` if given, are answered with `status`.",
        schema,
        apply(parameters) {
          refused = parameters;
          left.arm(parameters.count);
        },
        clear: () => left.clear(),
      }),
    ],
  };
}

function fits(refused: z.infer<typeof schema>, request: GatewayRequest): boolean {
  return request.path.endsWith(refused.path) && (refused.method === undefined || refused.method === request.method);
}
