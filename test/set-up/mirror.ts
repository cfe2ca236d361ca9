import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A mirror on the loopback, as `VINTNER_MIRROR` takes one: the first folder of a path is the host. */
export interface Mirror {
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

export type Answer = Buffer | ((response: ServerResponse) => void);

/** Serves `files` by the addresses they have in the world. */
export async function startMirror(files: ReadonlyMap<string, Answer>): Promise<Mirror> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = files.get(`https:/${path}`);
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === "function") answer(response);
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Promises 1,000 bytes, sends 10 and hangs up. */
export function breakOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": 1000 });
  response.write("0123456789", () => response.destroy());
}
