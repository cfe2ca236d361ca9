import { once } from "node:events";
import { connect } from "node:net";
import { devNull } from "node:os";
import type { Processes } from "../processes/processes.ts";
import { freePort } from "./free-port.ts";
import { startMotoServer } from "./moto.ts";

export interface TestMoto {
  readonly url: string;
  stop(): Promise<void>;
}

/** The variable by which test files learn where a moto can be had. */
const portVariable = "VINTNER_TEST_MOTO";

/** Starts, for a whole run, the moto that those of the test files are forked from. */
export async function startMotoForks(processes: Processes): Promise<void> {
  const port = await freePort();
  let output = "";
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const onOutput = (_stream: string, piece: Buffer) => {
    output += piece.toString();
    if (output.includes("ready\n")) resolve();
  };
  // macOS ends forks that touch what their parent has touched, unless it is told that this is meant.
  const more = { VINTNER_MOTO_FORKS: "1", OBJC_DISABLE_INITIALIZE_FORK_SAFETY: "YES" };
  const server = await startMotoServer(processes, port, { onOutput }, more);
  const ended = server.exited.then(() => Promise.reject(new Error(`moto_server ended while it started:\n${output}`)));
  // At the end of the run it may.
  ended.catch(() => undefined);
  await Promise.race([ready, ended]);
  process.env[portVariable] = String(port);
}

/**
 * A moto of a test's own, with nothing in it: a process that is up in a tenth of the time that `startMoto` takes. It ends
 * with `stop`, or with this process.
 */
export async function startTestMoto(
  environment: Readonly<Record<string, string>> = {},
  logFile: string = devNull,
): Promise<TestMoto> {
  const port = process.env[portVariable];
  if (port === undefined) throw new Error("moto is started by Jest's global set-up, which did not run");
  const connection = connect(Number(port), "127.0.0.1");
  connection.write(`${JSON.stringify({ logFile, environment })}\n`);
  const [answer] = await Promise.race([once(connection, "data"), once(connection, "close")]);
  if (!Buffer.isBuffer(answer)) throw new Error("moto could not be forked");
  const closed = once(connection, "close");
  return {
    url: `http://127.0.0.1:${answer.toString().trim()}`,
    async stop() {
      connection.end();
      await closed;
    },
  };
}
