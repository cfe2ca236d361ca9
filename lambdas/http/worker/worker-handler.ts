import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { secrets } from "../../cloud/secrets.ts";
import { readEnvironment } from "../../contract/environment.ts";
import { systemClock } from "../../trellis/clock.ts";
import type { Answer } from "../answer.ts";
import { httpHandler } from "../handler.ts";
import type { Route } from "../route.ts";
import { authenticate, type Worker } from "./authenticate.ts";
import { platformToken } from "./platform-token.ts";

/** The wrapper for routes that workers call. */
export function workerHandler(routes: readonly Route<Worker>[]): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  const { platformTokenSecret } = readEnvironment(["platformTokenSecret"]);
  const token = platformToken(platformTokenSecret, secrets(), systemClock.now);
  return httpHandler({ routes, authenticate: (headers) => authenticate(headers, token) });
}
