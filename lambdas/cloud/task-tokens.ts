import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { sealOf } from "./seal.ts";
import type { Secrets } from "./secrets.ts";

/**
 * The task tokens of states that wait. Somebody else ends the wait, later, so a token has to be kept: with it alone,
 * whoever may call SendTaskSuccess could make a job go on that must not. It is kept sealed, bound to its job; the key
 * comes from a secret that only the functions which keep and send tokens may read.
 */
export interface TaskTokens {
  seal(token: string, jobId: string): Promise<string>;
  /** Ends the wait well. A token whose task is over is as good as sent. */
  succeed(sealed: string, jobId: string): Promise<void>;
  fail(sealed: string, jobId: string, failure: { readonly error: string; readonly cause: string }): Promise<void>;
}

export function taskTokens(secretId: string, secrets: Pick<Secrets, "read">, client = new SFNClient({})): TaskTokens {
  const { seal, open } = sealOf("vintner task token", secretId, secrets);
  return {
    seal,
    async succeed(sealed, jobId) {
      const taskToken = await open(sealed, jobId);
      await unlessOver(() => client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" })));
    },
    async fail(sealed, jobId, { error, cause }) {
      const taskToken = await open(sealed, jobId);
      await unlessOver(() => client.send(new SendTaskFailureCommand({ taskToken, error, cause })));
    },
  };
}

async function unlessOver(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    const isOver = [TaskDoesNotExist, TaskTimedOut, InvalidToken].some((known) => error instanceof known);
    if (!isOver) throw error;
  }
}
