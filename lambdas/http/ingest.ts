import { systemClock } from "../trellis/clock.ts";
import { postLogs } from "./worker/post-logs.ts";
import { workerHandler } from "./worker/worker-handler.ts";

/** The hot path of the log, alone in its function: it loads fast and nothing else slows it down. */
export const handler = workerHandler([postLogs(systemClock)]);
