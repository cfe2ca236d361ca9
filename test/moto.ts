import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** A `moto_server` of a test's own, on a free port of the loopback. */
export async function startMoto(environment: Readonly<Record<string, string>> = {}): Promise<Moto> {
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...environment },
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`moto_server ended with ${code}`)));
    createInterface(child.stderr).on("line", (line) => {
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
