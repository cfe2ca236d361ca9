import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createLocalJWKSet, jwtVerify } from "jose";
import { createFaults } from "../faults/faults.ts";
import type { InvokeResult } from "../functions/invoke-result.ts";
import { startGateway, type Gateway } from "./gateway.ts";
import { createHttpApi } from "./http-api.ts";
import { createIssuer, type Issuer } from "./issuer.ts";
import { createLocalRoutes } from "./local-routes.ts";
import { jsonAnswer } from "./http-answer.ts";
import * as z from "zod";

let gateway: Gateway;
let issuer: Issuer;
let folder: string;
let answer: (event: APIGatewayProxyEventV2) => unknown;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dashboard-"));
  writeFileSync(join(folder, "index.html"), "<p>page");
  answer = (event) => event;
  gateway = await startGateway({ port: 0, log: () => {} });
  issuer = await createIssuer(`${gateway.url}/local/issuer`, "client");
  gateway.parts.files.set("dashboard", [{ folder, cacheControl: "no-cache", exclude: ["assets/*"], include: [] }]);
  const api = createHttpApi({
    id: "api",
    account: "123456789012",
    invoke: async (_, event): Promise<InvokeResult> => {
      try {
        return {
          ok: true,
          payload: JSON.parse(JSON.stringify((await answer(event as APIGatewayProxyEventV2)) ?? null)),
        };
      } catch (error) {
        return { ok: false, error: { errorType: "Error", errorMessage: String(error) } };
      }
    },
    now: () => new Date(0),
    timeoutSeconds: 1,
  });
  api.addRoute("ANY /{proxy+}", "arn");
  gateway.parts.httpApi = api;
  const everything = ["GET", "HEAD", "POST"];
  const functionCode =
    'function handler(e) { var r = e.request; if (!r.uri.includes(".")) r.uri = "/index.html"; return r; }';
  gateway.parts.distribution = {
    behaviors: [
      { pathPattern: "/api/*", methods: everything, origin: { kind: "api" }, functionCode: undefined, headers: {} },
      {
        pathPattern: "*",
        methods: ["GET", "HEAD"],
        origin: { kind: "bucket", bucket: "dashboard" },
        functionCode,
        headers: { "content-security-policy": "default-src 'none'" },
      },
    ],
    defaultRootObject: "index.html",
  };
  const endpoints = { aws: "a", dynamodb: "d", region: "eu-west-1", account_id: "123456789012", state_bucket: "s" };
  gateway.parts.localRoutes = createLocalRoutes({
    issuer,
    faults: createFaults([]),
    endpoints: () => endpoints,
    seeded: { gcp: { project_id: "p" } },
    offerRelease: (request) => z.strictObject({ version: z.string() }).parse(request),
    setUpRole: async (id, request) => jsonAnswer(200, { id, request }),
  });
});

afterEach(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, options?: RequestInit): Promise<Response> => fetch(`${gateway.url}${path}`, options);
const post = (path: string, body: BodyInit, type = "application/json"): Promise<Response> =>
  get(path, { method: "POST", body, headers: { "content-type": type } });

describe("the routes of this machine", () => {
  test("hand on an identity's id, and a body if there is one", async () => {
    const set = await get("/local/cloud-identities/abc-1/role", { method: "POST" });
    expect(await set.json()).toEqual({ id: "abc-1", request: {} });
    expect((await post("/local/cloud-identities/a.b/role", "{}")).status).toBe(404);
    expect(await (await get("/local/clouds")).json()).toEqual({ gcp: { project_id: "p" } });
  });

  test("offer a release, and name the field that does not fit", async () => {
    expect((await post("/local/releases", '{"version":"1.0.0"}')).status).toBe(201);
    const refused = await post("/local/releases", '{"version":1}');
    expect([refused.status, refused.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    expect(await refused.json()).toMatchObject({ code: "INVALID_REQUEST", errors: [{ pointer: "/version" }] });
  });
});

describe("the HTTP API", () => {
  test("hands on a request in payload format 2.0", async () => {
    const response = await get("/api/jobs/1?a=1&a=2", { headers: { "X-Worker-ID": "platform" } });
    expect(await response.json()).toMatchObject({
      version: "2.0",
      rawPath: "/api/jobs/1",
      rawQueryString: "a=1&a=2",
      queryStringParameters: { a: "1,2" },
      headers: { "x-worker-id": "platform" },
      requestContext: { http: { method: "GET", path: "/api/jobs/1" }, stage: "$default" },
      isBase64Encoded: false,
    });
  });

  test.each([
    ["JSON as text", "application/json", '{"a":1}', false],
    ["all else in base64", "application/octet-stream", "eA==", true],
  ])("hands on a body of %s", async (_, type, body, isBase64Encoded) => {
    const sent = isBase64Encoded ? "x" : body;
    expect(await (await post("/api/x", sent, type)).json()).toMatchObject({ body, isBase64Encoded });
  });

  test("answers status, headers, cookies and binary bodies", async () => {
    answer = () => ({
      statusCode: 201,
      headers: { "Content-Type": "text/plain", "X-A": 1 },
      cookies: ["a=1", "b=2"],
      body: "aGk=",
      isBase64Encoded: true,
    });
    const response = await get("/api/x");
    expect([
      response.status,
      response.headers.get("x-a"),
      response.headers.getSetCookie(),
      await response.text(),
    ]).toEqual([201, "1", ["a=1", "b=2"], "hi"]);
  });

  test.each([
    ["an error of the function is 500", () => Promise.reject(new Error("secret")), 500, "Internal Server Error"],
    ["no answer in time is 503", () => new Promise(() => {}), 503, "Service Unavailable"],
  ])("%s", async (_, how, status, message) => {
    answer = how;
    const response = await get("/api/x");
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  test("a body over 10 MB is 413, a path that cannot be decoded 400", async () => {
    expect((await post("/api/x", "x".repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await get("/api/%E0%A4%A")).status).toBe(400);
  });
});

describe("the dashboard", () => {
  test.each([
    ["/", 200],
    ["/jobs/1", 200],
    ["/index.html", 200],
    ["/missing.js", 403],
    ["/..%2f..%2fetc/passwd.txt", 403],
    ["/assets/excluded.js", 403],
  ])("%s is %i, under the policy's headers", async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-security-policy")).toBe("default-src 'none'");
    expect((await response.text()).includes("<p>page")).toBe(status === 200);
  });

  test("takes no other method", async () => {
    expect((await post("/", "{}")).status).toBe(403);
  });
});

describe("the local routes", () => {
  test("give a token that the issuer's published keys verify", async () => {
    const response = await post("/local/token", JSON.stringify({ user: "ada", groups: ["operator"] }));
    const { token } = (await response.json()) as { token: string };
    const keys = await (await get("/local/issuer/.well-known/jwks.json")).json();
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys as Issuer["keys"] as never), {
      issuer: `${gateway.url}/local/issuer`,
      audience: "client",
    });
    expect(payload).toMatchObject({ "cognito:username": "ada", "cognito:groups": ["operator"], token_use: "id" });
  });

  test.each([
    ["an unknown group", { user: "ada", groups: ["root"] }, "/groups/0"],
    ["no user", { groups: [] }, "/user"],
  ])("refuse a token for %s and name the field", async (_, body, pointer) => {
    const response = await post("/local/token", JSON.stringify(body));
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "INVALID_REQUEST", errors: [{ pointer }] });
  });

  test("tell the endpoints, and refuse what is not JSON and what is not there", async () => {
    expect(await (await get("/local/endpoints")).json()).toMatchObject({ state_bucket: "s" });
    expect((await post("/local/token", "{")).status).toBe(400);
    expect((await post("/local/faults", '{"part":"x","fault":"y"}')).status).toBe(400);
    expect((await get("/local/nothing")).status).toBe(404);
  });

  test("refuse a page of another site", async () => {
    const response = await get("/local/endpoints", { headers: { origin: "http://evil.example" } });
    expect(response.status).toBe(403);
  });
});

test("refuses a host name that is not this machine's", async () => {
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(gateway.url);
    request({ host: "127.0.0.1", port, headers: { host: "rebound.example" } }, (response) =>
      resolve(response.statusCode),
    )
      .once("error", reject)
      .end();
  });
  expect(status).toBe(403);
});

test("a taken port is one line that says what to do", async () => {
  const port = Number(new URL(gateway.url).port);
  await expect(startGateway({ port, log: () => {} })).rejects.toThrow(`Port ${port} is taken`);
});
