import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { WebSocket } from "ws";
import { CloudAccount } from "./cloud-account.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";
import { TrellisClient } from "../local/client/trellis-client.ts";

const minutes = 60_000;
let local: TestStack;
let account: CloudAccount;
let viewer: TrellisClient;
let operator: TrellisClient;

beforeAll(async () => {
  local = await startTestStack();
  account = new CloudAccount(local.stack.endpoints);
  viewer = await TrellisClient.signIn(local.stack.url, "viewer", "vera");
  operator = await TrellisClient.signIn(local.stack.url, "operator", "otto");
}, 2 * minutes);

afterAll(async () => {
  await local?.stop();
});

const deploy = { type: "DEPLOY_WORKER", name: "north", region: "eu-west-1" };

describe("rows 2 and 7: what a job is asked to be", () => {
  test.each([
    ["a region with a command in it", { ...deploy, region: "us-east-1; rm" }, "/region"],
    ["a region that is none", { ...deploy, region: "eu-west-99" }, "/region"],
    ["an empty region", { ...deploy, region: "" }, "/region"],
    ["a region in look-alike letters", { ...deploy, region: "eu-wеst-1" }, "/region"],
    ["a name that climbs", { ...deploy, name: "../../etc" }, "/name"],
    ["a name with a line end", { ...deploy, name: "north\r\nx-a: b" }, "/name"],
    ["a name with a command", { ...deploy, name: "$(reboot)" }, "/name"],
    ["a name with quotes", { ...deploy, name: `"north'` }, "/name"],
    ["a name of 10 KB", { ...deploy, name: "n".repeat(10_240) }, "/name"],
    ["a name of emoji", { ...deploy, name: "🍇" }, "/name"],
    ["a number for a name", { ...deploy, name: 7 }, "/name"],
    ["cpu that Fargate does not sell", { ...deploy, cpu: 300 }, "/cpu"],
    ["memory that does not go with the cpu", { ...deploy, cpu: 256, memory: 8192 }, "/memory"],
    ["a subnet that is none", { ...deploy, subnet_ids: ["subnet-1; ls"] }, "/subnet_ids/0"],
    ["a field that nobody knows", { ...deploy, external_id: "mine" }, "/external_id"],
    ["a type that nobody knows", { ...deploy, type: "MINE_BITCOIN" }, "/type"],
  ])("%s is refused with its field", async (_title, body, pointer) => {
    const answer = await operator.post("/api/jobs", body);
    expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST", request_id: expect.any(String) } });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  test.each([
    ["not JSON", "{"],
    ["a list", "[]"],
    ["a text", '"x"'],
    ["null", "null"],
  ])("a body that is %s is refused", async (_title, body) => {
    expect(await operator.post("/api/jobs", body)).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
  });

  test("nothing was made of all that", async () => {
    expect((await viewer.get("/api/jobs")).body).toEqual({ items: [], next_cursor: null });
    expect(await account.rows("locks")).toEqual([]);
  });
});

describe("row 4: unknown ids and missing rights", () => {
  test.each([
    ["GET", ""],
    ["GET", "/status"],
    ["GET", "/logs"],
    ["GET", "/log.txt"],
    ["POST", "/cancel"],
    ["POST", "/rerun"],
    ["POST", "/apply"],
  ])("%s /api/jobs/{unknown}%s is 404", async (method, path) => {
    for (const id of [randomUUID(), "nonsense", "..%2F..", "%00"]) {
      const answer = await operator.call(method, `/api/jobs/${id}${path}`, method === "POST" ? {} : undefined);
      expect([id, answer.status]).toEqual([id, 404]);
    }
  });

  test.each([
    ["viewer", "POST", "/api/jobs", deploy],
    ["viewer", "POST", `/api/jobs/${randomUUID()}/cancel`, {}],
    ["viewer", "POST", `/api/jobs/${randomUUID()}/rerun`, {}],
    ["operator", "POST", `/api/jobs/${randomUUID()}/recover`, { reason: "I want to" }],
    ["operator", "POST", "/api/tendrils/register", { name: "mine", mode: "self-hosted" }],
  ])("a %s may not %s %s", async (group, method, path, body) => {
    const client = group === "viewer" ? viewer : operator;
    expect(await client.call(method, path, body)).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
  });

  test.each(["not-a-cursor", "e30=", "%F0%9F%8D%87", "A".repeat(5000)])("the cursor %s is refused", async (cursor) => {
    const answer = await viewer.get(`/api/jobs?cursor=${cursor}`);
    expect([400, 404]).toContain(answer.status);
  });

  test("without a token, with a broken one and with one in the query nobody gets in", async () => {
    const bare = await fetch(`${local.stack.url}/api/jobs`);
    expect(bare.status).toBe(401);
    const broken = await fetch(`${local.stack.url}/api/jobs`, { headers: { authorization: "Bearer abc.def.ghi" } });
    expect(broken.status).toBe(401);
    const query = await fetch(`${local.stack.url}/api/jobs?token=${viewer.token}`);
    expect(query.status).toBe(401);
    expect(await query.text()).not.toContain(viewer.token);
  });
});

describe("rows 9 to 11: workers", () => {
  const asWorker = (headers: Record<string, string>, method: string, path: string, body: unknown) =>
    fetch(local.stack.url + path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const heartbeat = { version: "1.0.0", instance_id: "one", draining: false };

  test.each([
    ["no id and no token", {}],
    ["a token without an id", { "x-worker-token": "secret-value" }],
    ["an unknown id", { "x-worker-id": randomUUID(), "x-worker-token": "secret-value" }],
    ["an id that is none", { "x-worker-id": "../platform", "x-worker-token": "secret-value" }],
    ["a wrong token of the platform", { "x-worker-id": "platform", "x-worker-token": "secret-value" }],
  ])("%s is 401 and never echoed", async (_title, headers) => {
    const answer = await asWorker(headers, "POST", "/api/tendrils/heartbeat", heartbeat);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain("secret-value");
  });

  test("a token in the query is 401 and never echoed", async () => {
    const { body } = await local.client.post("/api/tendrils/register", { name: "query", mode: "self-hosted" });
    const path = `/api/tendrils/heartbeat?x-worker-id=${body.id}&x-worker-token=${body.token}`;
    const answer = await asWorker({}, "POST", path, heartbeat);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain(body.token);
  });

  test("a registered Tendril is known by its token, shown once", async () => {
    const { status, body } = await local.client.post("/api/tendrils/register", { name: "own", mode: "self-hosted" });
    expect(status).toBe(201);
    const headers = { "x-worker-id": body.id, "x-worker-token": body.token };
    expect((await asWorker(headers, "POST", "/api/tendrils/heartbeat", heartbeat)).status).toBe(200);
    expect(await local.client.online("own")).toMatchObject({ id: body.id, mode: "self-hosted", version: "1.0.0" });
    expect(JSON.stringify(await account.rows("tendrils"))).not.toContain(body.token);
  });

  test(
    "what a Tendril sends for a job that is not its own is refused and not stored",
    async () => {
      await local.client.fault("ecs", "cannot-pull-image");
      const job = await local.client.deploy("foreign");
      await local.client.closed(job.id);
      const before = await local.client.logText(job.id);
      const { body } = await local.client.post("/api/tendrils/register", { name: "nosy", mode: "self-hosted" });
      const headers = { "x-worker-id": body.id, "x-worker-token": body.token, "x-job-token": "0".repeat(64) };
      const at = new Date().toISOString();
      const good = { key: "01.02.00000001", stream: "STDOUT", text: "mine\n", at, line: 1 };
      const append = (chunk: unknown) =>
        asWorker(headers, "POST", `/api/jobs/${job.id}/logs`, { attempt: 1, chunks: [chunk] });
      expect([403, 409]).toContain((await append(good)).status);
      for (const chunk of [
        { ...good, key: "1.2.3" },
        { ...good, text: "" },
        { ...good, text: `${"x".repeat(25 * 1024)}\n` },
        { ...good, text: "\ud800\n" },
        { ...good, stream: "STDLOG" },
      ]) {
        expect([400, 403, 409]).toContain((await append(chunk)).status);
      }
      const progress = await asWorker(headers, "PUT", `/api/jobs/${job.id}/progress`, {
        attempt: 1,
        outcome: "SUCCESS",
      });
      expect([403, 409]).toContain(progress.status);
      expect(await local.client.logText(job.id)).toBe(before);
    },
    minutes,
  );
});

describe("rows 15 and 16: the WebSocket", () => {
  const connect = async (query: string, origin?: string): Promise<number> => {
    const { ws_url } = (await viewer.get("/config.json")).body as { ws_url: string };
    const socket = new WebSocket(ws_url + query, origin === undefined ? {} : { origin });
    return new Promise((resolve) => {
      socket.once("open", () => {
        socket.close();
        resolve(101);
      });
      socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      socket.once("error", () => undefined);
    });
  };
  const ticket = async (): Promise<string> =>
    (await viewer.post("/api/realtime/tickets", {}, { origin: local.stack.url })).body.ticket as string;

  test("lets nobody in without a ticket, with a used one, or from a foreign origin", async () => {
    expect([401, 403]).toContain(await connect("", local.stack.url));
    expect([401, 403]).toContain(await connect("?ticket=guessed", local.stack.url));
    const used = `?ticket=${await ticket()}`;
    expect(await connect(used, local.stack.url)).toBe(101);
    expect([401, 403]).toContain(await connect(used, local.stack.url));
    expect([401, 403]).toContain(await connect(`?ticket=${await ticket()}`, "http://evil.example"));
  });

  test.each([
    ["invalid JSON", "{"],
    ["an unknown action", { action: "shout" }],
    ["an unknown topic", { action: "subscribe", topic: "secrets" }],
    ["an unknown job", { action: "subscribe", topic: `job:${randomUUID()}` }],
    ["a Tendril's own topic", { action: "subscribe", topic: `tendril:${randomUUID()}` }],
  ])("answers %s with an error, and the connection lives on", async (_title, message) => {
    const watcher = await viewer.watch();
    watcher.send(message);
    await watcher.wait(({ type }) => type === "error");
    watcher.send({ action: "ping" });
    await watcher.wait(({ type }) => type === "pong");
    watcher.close();
  });

  test("ends a connection that sends 40 KB, and the others see nothing of it", async () => {
    const [bad, good] = await Promise.all([viewer.watch(), viewer.watch("jobs")]);
    const closed = new Promise((resolve) => bad.socket.once("close", resolve));
    bad.send(JSON.stringify({ action: "ping", padding: "x".repeat(40 * 1024) }));
    await closed;
    good.send({ action: "ping" });
    await good.wait(({ type }) => type === "pong");
    good.close();
  });

  test(
    "a flood of 1,000 frames from one leaves the others served",
    async () => {
      const [bad, good] = await Promise.all([viewer.watch(), viewer.watch("jobs")]);
      for (let count = 0; count < 1000; count += 1) bad.send("{");
      good.send({ action: "ping" });
      await good.wait(({ type }) => type === "pong");
      bad.close();
      good.close();
    },
    minutes,
  );
});
