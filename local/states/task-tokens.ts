import { randomBytes } from "node:crypto";
import { StatesApiError, TaskError } from "./states-error.ts";

/** A task that waits for its token to come back. */
export interface TokenTask {
  readonly token: string;
  readonly outcome: Promise<unknown>;
  /** The token works no more; the outcome stays open. */
  expire(): void;
}

/** Task tokens: each one is for one task, and for one time. */
export interface TaskTokens {
  mint(): string;
  /** Waits for the token; with `heartbeatSeconds`, not longer than that without a heartbeat. */
  wait(token: string, heartbeatSeconds: number | undefined): TokenTask;
  succeed(token: string, output: string): void;
  fail(token: string, error: string, cause: string): void;
  heartbeat(token: string): void;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly beat: () => void;
  readonly end: () => void;
}

export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, Waiting>();
  const used = new Set<string>();

  function find(token: string): Waiting {
    const found = waiting.get(token);
    if (found !== undefined) return found;
    if (used.has(token))
      throw new StatesApiError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    throw new StatesApiError("InvalidToken", "Invalid Token: 'Invalid token'");
  }

  return {
    mint: () => randomBytes(300).toString("base64url"),
    wait(token, heartbeatSeconds) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      let timer: NodeJS.Timeout | undefined;
      const end = (): void => {
        clearTimeout(timer);
        waiting.delete(token);
        used.add(token);
      };
      const beat = (): void => {
        if (heartbeatSeconds === undefined) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          end();
          reject(new TaskError("States.HeartbeatTimeout", `No heartbeat for ${heartbeatSeconds} seconds`));
        }, heartbeatSeconds * 1000);
      };
      beat();
      waiting.set(token, { resolve, reject, beat, end });
      return { token, outcome: promise, expire: end };
    },
    succeed(token, output) {
      const task = find(token);
      let parsed: unknown;
      try {
        parsed = JSON.parse(output);
      } catch {
        throw new StatesApiError("InvalidOutput", "Invalid Output: 'output is not valid JSON'");
      }
      task.end();
      task.resolve(parsed);
    },
    fail(token, error, cause) {
      const task = find(token);
      task.end();
      task.reject(new TaskError(error, cause));
    },
    heartbeat: (token) => find(token).beat(),
  };
}
