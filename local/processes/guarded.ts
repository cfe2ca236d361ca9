import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The guard process's side here: it holds the other end of a pipe and acts when the pipe breaks. */
export interface Guard {
  add(groupId: number): void;
  remove(groupId: number): void;
  stop(): Promise<void>;
}

export function startGuard(marker: string): Guard {
  const child = spawn(process.execPath, [fileURLToPath(new URL("guard.ts", import.meta.url)), marker], {
    detached: true,
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
  });
  const { stdin } = child;
  // A guard that somebody killed is no reason to end the stack.
  stdin.on("error", () => undefined);
  // Our own end must not wait for it: it waits for ours.
  child.unref();

  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.on("error", () => resolve());
  });
  return {
    add: (groupId) => void stdin.write(`+${groupId}\n`),
    remove: (groupId) => void stdin.write(`-${groupId}\n`),
    async stop() {
      child.ref();
      stdin.end();
      await exited;
    },
  };
}
