import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { startGuard } from "./guarded.ts";
import type { Guard } from "./guarded.ts";
import { killGroup, killMarked, markerVariable } from "./leftovers.ts";

export interface ProcessOptions {
  /** For error messages. */
  readonly name: string;
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** File that stdout and stderr are appended to. Without it and without `onOutput` they are dropped. */
  readonly outputFile?: string;
  /** Called with each piece of output, in order; takes the place of `outputFile`. */
  readonly onOutput?: (stream: "stdout" | "stderr", piece: Buffer) => void;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  /** Resolves once the process and all that it left behind are gone. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** To the process alone, not to its group. */
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, after the grace SIGKILL to it and all that it started; resolves as `exited`. */
  stop(graceMillis?: number): Promise<ProcessExit>;
}

/** Starts processes, each in a group of its own, and makes sure that none outlives this one. */
export interface Processes {
  /** Rejects when the command cannot be started. */
  start(options: ProcessOptions): Promise<RunningProcess>;
  /** Stops all, the last started first, then the guard. */
  stop(): Promise<void>;
}

export function createProcesses(): Processes {
  // Two stacks on one machine must not kill each other's processes.
  const stackMarker = randomUUID();
  const running: RunningProcess[] = [];
  let guard: Guard | undefined;
  let stopped = false;

  return {
    async start(options) {
      if (stopped) throw new Error(`${options.name} was to start while everything stops`);
      guard ??= startGuard(stackMarker);
      const marker = `${stackMarker}.${randomUUID()}`;
      const child = spawnInGroup(options, marker);
      if (child.pid !== undefined) guard.add(child.pid);
      const entry = await supervise(options.name, child, marker);
      running.push(entry);
      const watching = guard;
      const forget = () => {
        running.splice(running.indexOf(entry), 1);
        watching.remove(entry.pid);
      };
      void entry.exited.then(forget);
      return entry;
    },

    async stop() {
      stopped = true;
      for (const entry of running.toReversed()) await entry.stop();
      await guard?.stop();
      guard = undefined;
    },
  };
}

function spawnInGroup(options: ProcessOptions, marker: string): ChildProcess {
  const file = options.onOutput === undefined && options.outputFile ? openSync(options.outputFile, "a") : undefined;
  const output = options.onOutput ? "pipe" : (file ?? "ignore");
  try {
    const child = spawn(options.command, options.args ?? [], {
      env: { ...options.env, [markerVariable]: marker },
      // Its own group: Ctrl-C in the terminal reaches us alone, and we stop the rest in order.
      detached: true,
      stdio: ["ignore", output, output],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const { onOutput } = options;
    if (onOutput) {
      child.stdout?.on("data", (piece: Buffer) => onOutput("stdout", piece));
      child.stderr?.on("data", (piece: Buffer) => onOutput("stderr", piece));
    }
    return child;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

async function supervise(name: string, child: ChildProcess, marker: string): Promise<RunningProcess> {
  const { promise: exited, resolve: endOf } = Promise.withResolvers<ProcessExit>();
  let gone = false;
  let kill: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
  child.once("exit", (code, signal) => {
    gone = true;
    clearTimeout(kill?.timer);
    // A container dies as a whole with its first process; whoever it started must not work on.
    if (child.pid !== undefined) killGroup(child.pid);
    killMarked(marker);
    // "close" comes when the output is read to its end.
    child.once("close", () => endOf({ code, signal }));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once("spawn", () => resolve(child.pid ?? 0));
    child.once("error", (error) =>
      reject(new Error(`${name} could not be started: ${error.message}`, { cause: error })),
    );
  });
  // A signal to a process that is just gone is no event.
  child.on("error", () => undefined);

  return {
    name,
    pid,
    exited,
    signal: (signal) => void (gone || child.kill(signal)),
    stop(graceMillis = 5000) {
      const at = Date.now() + graceMillis;
      if (gone || (kill !== undefined && kill.at <= at)) return exited;
      if (kill === undefined) child.kill("SIGTERM");
      clearTimeout(kill?.timer);
      kill = { at, timer: setTimeout(() => killGroup(pid), graceMillis) };
      return exited;
    },
  };
}
