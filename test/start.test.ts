import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "@jest/globals";
import { TrellisClient } from "../local/client/trellis-client.ts";
import { poll } from "./poll.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const minutes = 60_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // listening on TCP gives an AddressInfo
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

const used: number[] = [];

afterEach(() => {
  for (const port of used.splice(0)) rmSync(`${root}.vintner/${port}`, { recursive: true, force: true });
});

function start(port: number): Started {
  used.push(port);
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, ["local/start.ts"], { cwd: root, env });
  let text = "";
  child.stdout.on("data", (piece: Buffer) => (text += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, port, text: () => text, ended };
}

async function ready({ child, text, ended }: Started): Promise<void> {
  const isReady = new Promise<void>((resolve) => {
    child.stdout?.on("data", () => text().includes("Vintner is ready") && resolve());
  });
  const code = await Promise.race([isReady, ended]);
  if (code !== undefined) throw new Error(`It ended with ${code}:\n${text()}`);
}

/** Every process that descends from one, by the kernel's own list. */
function descendants(ancestor: number): Map<number, string> {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const found = new Map<number, string>();
  const parents = new Map<number, number>();
  for (const name of processes) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // it ended meanwhile
    }
  }
  for (const pid of parents.keys()) {
    let at: number | undefined = pid;
    while (at !== undefined && at !== ancestor) at = parents.get(at);
    if (at === ancestor && pid !== ancestor) found.set(pid, startOf(pid) ?? "");
  }
  return found;
}

/** When a process started: with its id, that names it for ever. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

const alive = (processes: Map<number, string>) => [...processes].filter(([pid, began]) => startOf(pid) === began);

/** Resolves once none is left; the test's own time-out is the limit. */
async function untilGone(processes: Map<number, string>): Promise<void> {
  await poll(
    () => alive(processes),
    (left) => left.length === 0,
  );
}

test.each([
  ["Ctrl-C stops every process it started", "SIGINT", 0],
  ["a crash leaves no process behind", "SIGKILL", null],
] as const)(
  "%s, also a job's runner in the middle of its work",
  async (_title, signal, code) => {
    const started = start(await freePort());
    await ready(started);
    const client = await TrellisClient.signIn(`http://127.0.0.1:${started.port}`);
    const job = await client.deploy("north");
    await client.jobWhen(job.id, ({ steps }) => steps.some(({ name }) => name === "Terraform Init"));
    const all = descendants(started.child.pid ?? 0);
    expect(all.size).toBeGreaterThan(3);
    started.child.kill(signal);
    expect(await started.ended).toBe(code);
    await untilGone(all);
  },
  3 * minutes,
);

test(
  "a taken port is one clear line",
  async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const started = start(port);
    expect(await started.ended).toBe(1);
    const lines = started.text().trim().split("\n");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`${port}.*PORT=`));
    await new Promise((resolve) => server.close(resolve));
  },
  minutes,
);
