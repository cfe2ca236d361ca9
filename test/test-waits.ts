import type { TaskTokens } from "../lambdas/cloud/task-tokens.ts";

export interface TestWaits extends TaskTokens {
  /** What was sent: `token` for a success, `token: ERROR: cause` for a failure. */
  readonly ended: string[];
}

/** Step Functions as far as it takes task tokens. What is sealed here is only encoded. */
export function testWaits(): TestWaits {
  const ended: string[] = [];
  const opened = (sealed: string): string => Buffer.from(sealed, "base64").toString("utf8");
  return {
    ended,
    seal: async (token) => Buffer.from(token).toString("base64"),
    succeed: async (sealed) => void ended.push(opened(sealed)),
    fail: async (sealed, _jobId, { error, cause }) => void ended.push(`${opened(sealed)}: ${error}: ${cause}`),
  };
}
