import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import { healthFile } from "./health-file.ts";
import { ManualClock, settle } from "./manual-clock.ts";
import { tendril } from "./tendril.ts";
import { UnreachableError, refusal } from "./trellis/errors.ts";
import { TrellisClient } from "./trellis/trellis-client.ts";

const workerId = "0b8c0f5e-2d3f-4a55-9d5c-0b8c0f5e2d3f";

let folder: string;
let http: Server;
let sockets: WebSocketServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tendril-"));
  http = createServer();
  sockets = new WebSocketServer({ server: http, path: "/live" });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => http.close(resolve));
  rmSync(folder, { recursive: true });
});

/** A Trellis that answers at once: `answer` tells a failure by the call's name. */
class QuickTrellis extends TrellisClient {
  readonly heartbeats: { readonly draining: boolean }[] = [];
  claims: string[] = [];
  onClaim: () => void = () => undefined;
  drain = false;
  failure: ((call: "heartbeat" | "claim") => Error | undefined) | undefined;

  override async heartbeat(body: Parameters<TrellisClient["heartbeat"]>[0]) {
    this.#check("heartbeat");
    this.heartbeats.push(body);
    return { latest_version: "1.0.0", drain: this.drain, cancel: [] };
  }

  override async claim(requestId: string) {
    this.claims.push(requestId);
    this.onClaim();
    this.#check("claim");
    return undefined;
  }

  override async config() {
    const ws_url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/live`;
    return { api_url: "", ws_url, region: "eu-west-1", version: "1.0.0", auth: { mode: "local" } as const };
  }

  override async ticket() {
    return { ticket: "t/1", expires_at: "2026-01-01T00:00:30Z" };
  }

  #check(call: "heartbeat" | "claim"): void {
    const error = this.failure?.(call);
    if (error !== undefined) throw error;
  }
}

function start(failure?: QuickTrellis["failure"]) {
  const clock = new ManualClock();
  const client = new QuickTrellis({ url: "http://127.0.0.1:1", workerId, workerToken: "token", clock });
  client.failure = failure;
  const drain = new AbortController();
  const complaints: string[] = [];
  const parts = {
    ...{ client, clock, random: () => 0, newId: randomUUID, version: "1.0.0", instanceId: "i", workerToken: "token" },
    ...{ log: () => undefined, complain: (sentence: string) => complaints.push(sentence) },
    ...{ environment: {}, templates: folder, workFolder: folder, findOwned: () => Promise.resolve([]) },
  };
  const ended = tendril(parts, { workerId, health: healthFile(folder), drain: drain.signal });
  return { clock, client, drain, complaints, ended };
}

async function end({ drain, ended }: ReturnType<typeof start>): Promise<number> {
  drain.abort();
  return ended;
}

function nextConnection(): Promise<{ socket: WebSocket; url: string | undefined; first: Promise<unknown> }> {
  return new Promise((resolve) =>
    sockets.once("connection", (socket, request) => {
      const first = new Promise((message) =>
        socket.once("message", (data: Buffer) => message(JSON.parse(data.toString()))),
      );
      resolve({ socket, url: request.url, first });
    }),
  );
}

test("sends a heartbeat at once and every 30 s, and asks for work each time", async () => {
  const run = start();
  await run.clock.advance(90_000);
  expect(run.client.heartbeats).toHaveLength(4);
  expect(run.client.heartbeats[0]).toEqual({ version: "1.0.0", instance_id: "i", draining: false });
  expect(new Set(run.client.claims).size).toBe(4);
  await end(run);
});

test("claims with the same request id until it is answered", async () => {
  const run = start((call) => (call === "claim" ? new UnreachableError("no") : undefined));
  await run.clock.advance(60_000);
  expect(run.client.claims).toHaveLength(3);
  expect(new Set(run.client.claims).size).toBe(1);
  await end(run);
});

describe("is healthy", () => {
  test("only after a heartbeat was accepted, and from then on", async () => {
    let down = true;
    const run = start((call) => (down && call === "heartbeat" ? new UnreachableError("no") : undefined));
    await run.clock.advance(29_000);
    expect(existsSync(join(folder, "vintner-healthy"))).toBe(false);
    down = false;
    await run.clock.advance(1_000);
    expect(existsSync(join(folder, "vintner-healthy"))).toBe(true);
    down = true;
    await run.clock.advance(600_000);
    expect(existsSync(join(folder, "vintner-healthy"))).toBe(true);
    await end(run);
  });
});

test("drains: says so at once, claims nothing more, exits with 0", async () => {
  const run = start();
  await settle();
  const claims = run.client.claims.length;
  expect(await end(run)).toBe(0);
  expect(run.client.heartbeats.at(-1)).toMatchObject({ draining: true });
  expect(run.client.claims).toHaveLength(claims);
});

test("claims nothing while Trellis asks it to drain, and again once that is taken back", async () => {
  const run = start();
  await settle();
  run.client.drain = true;
  await run.clock.advance(30_000);
  const { length } = run.client.claims;
  await run.clock.advance(60_000);
  expect(run.client.claims).toHaveLength(length);
  expect(run.client.heartbeats.at(-1)).toMatchObject({ draining: false });
  run.client.drain = false;
  await run.clock.advance(30_000);
  expect(run.client.claims).toHaveLength(length + 1);
  await end(run);
});

test("sends a heartbeat at once when it is told that something about it has changed", async () => {
  const connected = nextConnection();
  const run = start();
  const { socket, first } = await connected;
  await first;
  const beaten = new Promise<void>((resolve) => {
    const heartbeat = run.client.heartbeat.bind(run.client);
    run.client.heartbeat = (body) => {
      resolve();
      return heartbeat(body);
    };
  });
  const at = "2026-01-01T00:00:00Z";
  const tendril = {
    ...{ id: workerId, name: "north", mode: "cloud-hosted", region: "eu-west-1", status: "DRAINING" },
    ...{ version: "1.0.0", latest_version: "1.0.0", current_job_id: null, last_heartbeat_at: at, created_at: at },
  };
  socket.send(JSON.stringify({ type: "tendril", tendril }));
  await beaten;
  await end(run);
});

test.each([401, 403, 404])("exits with a clear line when its heartbeat is answered %d", async (status) => {
  const run = start((call) => (call === "heartbeat" ? refusal(status, "WORKER_REJECTED", "no") : undefined));
  expect(await run.ended).toBe(1);
  expect(run.complaints).toEqual(["Trellis no longer accepts this Tendril's id and token (WORKER_REJECTED); stopping"]);
  expect(existsSync(join(folder, "vintner-healthy"))).toBe(false);
});

test("listens on its topic with a ticket, comes back when the connection ends, asks for work when told", async () => {
  const connected = nextConnection();
  const run = start();
  const { socket, url, first } = await connected;
  expect(url).toBe("/live?ticket=t%2F1");
  expect(await first).toEqual({ action: "subscribe", topic: `tendril:${workerId}` });
  const claims = run.client.claims.length;
  const claimed = new Promise<void>((resolve) => (run.client.onClaim = resolve));
  socket.send("not JSON");
  socket.send(JSON.stringify({ type: "unheard-of" }));
  socket.send(JSON.stringify({ type: "work_available" }));
  await claimed;
  expect(run.client.claims).toHaveLength(claims + 1);
  const again = nextConnection();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.close();
  await closed;
  // The agent hears of it over the same loopback a little later: time passes until it has come back.
  const back: unknown[] = [];
  void again.then((connection) => back.push(connection));
  while (back.length === 0) await run.clock.advance(100);
  await end(run);
});
