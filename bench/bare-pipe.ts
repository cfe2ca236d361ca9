import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { WebSocketServer } from "ws";
import type { LineSource } from "./line-source.ts";

/** The peer: what it costs to bring lines of the same programs to the same browser with nothing between. */
export interface BarePipe {
  /** A page that shows the lines of one program. */
  readonly url: string;
  /** Starts so many programs; the first one's lines go to the page. */
  run(jobs: number): Promise<void>;
  stop(): void;
}

/** Paints once a frame, as the dashboard does, and stays at its end. */
const page = `<!doctype html><title>Bare pipe</title><body style="font: 13px/20px monospace"><script>
const waiting = [];
const paint = () => {
  for (const text of waiting.splice(0)) {
    const line = document.createElement("div");
    line.textContent = text;
    document.body.append(line);
  }
  scrollTo(0, document.body.scrollHeight);
};
new WebSocket(location.href.replace("http", "ws")).onmessage = ({ data }) => {
  if (waiting.push(data) === 1) requestAnimationFrame(paint);
};
</script>`;

export async function startBarePipe(source: LineSource): Promise<BarePipe> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(page);
  });
  const sockets = new WebSocketServer({ server });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function program(isShown: boolean): Promise<void> {
    const child = spawn(source.command, ["apply"], { stdio: ["ignore", "pipe", "inherit"] });
    createInterface(child.stdout).on("line", (line) => {
      if (isShown) for (const socket of sockets.clients) socket.send(line);
    });
    await once(child, "close");
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async run(jobs) {
      await Promise.all(Array.from({ length: jobs }, (_, index) => program(index === 0)));
    },
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
