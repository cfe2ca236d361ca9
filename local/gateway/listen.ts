import { createServer, type Server } from "node:http";

/** One line that says what to do. */
export class PortTakenError extends Error {
  constructor(port: number) {
    const other = `PORT=${port + 1} npm start`;
    super(`Port ${port} is taken: stop what listens there, or choose another, for example ${other}`);
    this.name = "PortTakenError";
  }
}

/** Listens on this machine's loopback address; port 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      reject("code" in error && error.code === "EADDRINUSE" ? new PortTakenError(port) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** Tells a taken port before any long work is begun. */
export async function checkPort(port: number): Promise<void> {
  const server = createServer();
  await listen(server, port);
  await new Promise((resolve) => server.close(resolve));
}
