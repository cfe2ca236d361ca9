import { createServer, type RequestListener, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { ManualClock } from "../manual-clock.ts";
import { RefusedError, UnreachableError } from "./errors.ts";
import { TrellisClient } from "./trellis-client.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function world(answer: RequestListener) {
  const clock = new ManualClock();
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new TrellisClient({ url, workerId: "worker", workerToken: "secret-of-worker", clock });
  return { client, clock, server, url };
}

const taken = JSON.stringify({ cancel: false, watched: true });

test("requests that follow each other share a connection", async () => {
  const { client, server } = await world((request, response) => {
    request.resume().on("end", () => response.writeHead(202).end(taken));
  });
  let connections = 0;
  server.on("connection", () => (connections += 1));
  for (let n = 0; n < 3; n += 1) expect(await client.appendLog("job", 1, [], [])).toMatchObject({ watched: true });
  expect(connections).toBe(1);
});

test("a redirect is not followed, so that no token goes elsewhere, and it refuses nothing", async () => {
  const asked: unknown[] = [];
  const { client } = await world((request, response) => {
    asked.push(request.url);
    response.writeHead(307, { location: "/elsewhere" }).end("Moved");
  });
  await expect(client.appendLog("job", 1, [], [])).rejects.toMatchObject({ name: "UnreachableError", status: 307 });
  expect(asked).toEqual(["/api/jobs/job/logs"]);
});

test.each([
  { answer: "a page", status: 200, body: "<html>Sign in</html>", error: UnreachableError },
  { answer: "a page", status: 503, body: "<html>Busy</html>", error: UnreachableError },
  { answer: "a page", status: 418, body: "<html>No</html>", error: RefusedError },
])("$answer with status $status is told as $error.name", async ({ status, body, error }) => {
  const { client } = await world((_request, response) => response.writeHead(status).end(body));
  await expect(client.appendLog("job", 1, [], [])).rejects.toThrow(error);
});

test("an answer that breaks off is none", async () => {
  const { client } = await world((_request, response) => {
    response.writeHead(202, { "content-length": "1000" });
    response.write(taken, () => response.destroy());
  });
  await expect(client.appendLog("job", 1, [], [])).rejects.toMatchObject({ message: "No answer" });
});

test("an answer that stays away, or stays half, is waited for so long and no longer", async () => {
  for (const begin of [false, true]) {
    const arrived = Promise.withResolvers<void>();
    const { client, clock } = await world((_request, response) => {
      if (begin) response.writeHead(202).write("{");
      arrived.resolve();
    });
    const call = client.appendLog("job", 1, [], []).catch((error: unknown) => error);
    await arrived.promise;
    await clock.advance(29_999);
    const still = Symbol("still waiting");
    expect(await Promise.race([call, Promise.resolve(still)])).toBe(still);
    await clock.advance(1);
    expect(await call).toMatchObject({ name: "UnreachableError", message: "No answer" });
  }
});

test("of a file that is too long no more is read", async () => {
  const { client, url } = await world((request, response) => {
    const sent = request.url === "/endless" ? Buffer.alloc(1 << 20) : Buffer.from("file");
    const more = (): unknown => response.write(sent, () => (request.url === "/endless" ? more() : response.end()));
    more();
  });
  expect(await client.download(`${url}/endless`, 1000)).toBeUndefined();
  expect(Buffer.from((await client.download(`${url}/file`, 4)) ?? []).toString()).toBe("file");
});
