import { afterEach, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { createProcesses } from "./processes.ts";

const env = { PATH: process.env["PATH"] ?? "" };

/** A process holds a connection here until it and all that inherited it are gone. */
const servers: Server[] = [];
async function watchedShell(then: string) {
  const server = createServer().listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  // listening on TCP gives an AddressInfo
  const { port } = server.address() as AddressInfo;
  const connected = once(server, "connection") as Promise<[Socket]>;
  const gone = connected.then(([socket]) => once(socket.resume(), "close"));
  return { args: ["-c", `exec 3<>/dev/tcp/127.0.0.1/${port}; ${then}`], connected, gone };
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe("processes", () => {
  test("gives the exit code and both streams", async () => {
    const processes = createProcesses();
    const pieces: string[] = [];
    const started = await processes.start({
      name: "shell",
      command: "sh",
      args: ["-c", "echo out; echo err >&2; exit 3"],
      env,
      onOutput: (stream, piece) => pieces.push(`${stream}:${piece.toString()}`),
    });
    expect(await started.exited).toEqual({ code: 3, signal: null });
    expect(pieces.toSorted()).toEqual(["stderr:err\n", "stdout:out\n"]);
    await processes.stop();
  });

  test("says which command cannot be started", async () => {
    const processes = createProcesses();
    await expect(processes.start({ name: "the part", command: "no-such-program", env })).rejects.toThrow(
      "the part could not be started",
    );
    await processes.stop();
  });

  test("takes along what a process left behind, also outside its group", async () => {
    const processes = createProcesses();
    const { args, gone } = await watchedShell("sleep 300 & setsid sleep 300 & sleep 0.2");
    await processes.start({ name: "shell", command: "bash", args, env });
    await expect(gone).resolves.toBeDefined();
    await processes.stop();
  });

  test("kills what does not heed SIGTERM", async () => {
    const processes = createProcesses();
    const { args, connected } = await watchedShell("trap '' TERM; echo deaf >&3; while true; do sleep 1; done");
    const started = await processes.start({ name: "shell", command: "bash", args, env });
    const [socket] = await connected;
    await once(socket, "data");
    expect(await started.stop(50)).toEqual({ code: null, signal: "SIGKILL" });
    await processes.stop();
  });

  test("stops the last started first", async () => {
    const processes = createProcesses();
    const ended: string[] = [];
    for (const name of ["first", "second"]) {
      const started = await processes.start({ name, command: "sleep", args: ["300"], env });
      void started.exited.then(() => ended.push(name));
    }
    await processes.stop();
    expect(ended).toEqual(["second", "first"]);
  });

  test("leaves no process behind when it is killed with SIGKILL", async () => {
    const { args, connected, gone } = await watchedShell("sleep 300 & setsid sleep 300 & wait");
    const program = `
      import { createProcesses } from ${JSON.stringify(new URL("processes.ts", import.meta.url).href)};
      await createProcesses().start({ name: "shell", command: "bash", args: ${JSON.stringify(args)}, env: process.env });
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], { env, stdio: "inherit" });
    await connected;
    parent.kill("SIGKILL");
    await expect(gone).resolves.toBeDefined();
  });
});
