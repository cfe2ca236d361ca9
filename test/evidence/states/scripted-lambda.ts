import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { playScript } from "./script.ts";
import type { Answer, Script, StepPayload } from "./script.ts";

/** Ends the wait of a task by its token. */
export interface Waits {
  readonly succeed: (token: string, output: string) => Promise<unknown>;
  readonly fail: (token: string, error: string, cause: string) => Promise<unknown>;
}

/** Lambda's `Invoke`, answered by scripts: a function is named `<play>-<state>`. */
export interface ScriptedLambda {
  readonly port: number;
  play(name: string, script: Script, waits: Waits): void;
  stop(): Promise<void>;
}

interface Play {
  readonly answerOf: ReturnType<typeof playScript>;
  readonly waits: Waits;
}

export async function startScriptedLambda(): Promise<ScriptedLambda> {
  const plays = new Map<string, Play>();
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const [, name = ""] = /\/functions\/(\w+)-/.exec(request.url ?? "") ?? [];
      const play = plays.get(name);
      if (play === undefined) return response.writeHead(404).end();
      const payload = JSON.parse(Buffer.concat(pieces).toString()) as StepPayload;
      const answer = invoke(play, payload);
      const failed = "error" in answer ? { "x-amz-function-error": "Unhandled" } : {};
      response.writeHead(200, { "content-type": "application/json", ...failed });
      response.end(JSON.stringify("ok" in answer ? answer.ok : errorOf(answer)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // listening on TCP gives an AddressInfo
    port: (server.address() as AddressInfo).port,
    play: (name, script, waits) => void plays.set(name, { answerOf: playScript(script), waits }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function invoke({ answerOf, waits }: Play, payload: StepPayload): Answer {
  const answer = answerOf(payload.step, payload);
  const token = payload.task_token;
  if (token === undefined) return answer;
  // As whoever makes happen what the step waits for: in a request of its own.
  void ("ok" in answer
    ? waits.succeed(token, JSON.stringify(answer.ok))
    : waits.fail(token, answer.error, answer.cause));
  return { ok: null };
}

/** Only the service itself may raise what begins with `States.`. */
function errorOf({ error, cause }: { readonly error: string; readonly cause: string }) {
  return { errorType: error.replace("States.", ""), errorMessage: cause, trace: [] };
}
