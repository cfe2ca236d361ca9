import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { generateKeyPair, SignJWT } from "jose";
import { peopleApi } from "../../test/people-api.ts";

let api: Awaited<ReturnType<typeof peopleApi>>;
let printed: string[];
beforeEach(async () => {
  api = await peopleApi();
  printed = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

const id = "11111111-1111-4111-8111-111111111111";

test.each([
  ["an unknown address", "/api/nothing", {}, 404, "NOT_FOUND"],
  ["an id that is none", "/api/jobs/x", { as: "viewer" }, 404, "NOT_FOUND"],
  ["an unknown method", "/api/jobs", { method: "DELETE", as: "admin" }, 405, "METHOD_NOT_ALLOWED"],
  ["nobody", "/api/jobs", {}, 401, "UNAUTHENTICATED"],
  ["a token that is none", "/api/jobs", { token: "a.b.c" }, 401, "UNAUTHENTICATED"],
  ["a viewer who creates", "/api/jobs", { as: "viewer", body: {} }, 403, "FORBIDDEN"],
  ["an operator who recovers", `/api/jobs/${id}/recover`, { as: "operator", body: { reason: "x" } }, 403, "FORBIDDEN"],
  ["invalid JSON", "/api/jobs", { as: "operator", rawBody: "{" }, 400, "INVALID_REQUEST"],
  ["invalid UTF-8", "/api/jobs", { as: "operator", rawBody: "/w==", isBase64: true }, 400, "INVALID_REQUEST"],
  ["too large a body", "/api/jobs", { as: "operator", rawBody: `"${"x".repeat(70_000)}"` }, 413, "PAYLOAD_TOO_LARGE"],
  ["an unknown query field", "/api/jobs", { as: "viewer", query: { sort: "id" } }, 400, "INVALID_REQUEST"],
])("answers %s with a problem", async (_what, path, call, status, code) => {
  const answer = await api.call(path, call);
  expect(answer.json).toMatchObject({ status, code, request_id: "request-1", type: "about:blank" });
  expect([answer.status, answer.headers?.["content-type"]]).toEqual([status, "application/problem+json"]);
});

test("refuses a token in the address and never repeats it", async () => {
  const token = await api.tokenOf("anna", ["admin"]);
  const answer = await api.call("/api/jobs", { as: "admin", query: { token } });
  expect(answer.status).toBe(401);
  expect(JSON.stringify(answer) + printed.join("")).not.toContain(token);
});

test.each([
  ["of another issuer's key", async () => sign((await generateKeyPair("RS256")).privateKey)],
  ["that is no id token", () => api.tokenOf("anna", ["admin"], { token_use: "access" })],
  [
    "that has expired",
    async () => {
      const token = await api.tokenOf("anna", ["admin"]);
      api.world.now = new Date(api.world.now.getTime() + 2 * 3600 * 1000);
      return token;
    },
  ],
])("refuses a token %s", async (_what, token) => {
  expect((await api.call("/api/jobs", { token: await token() })).json).toMatchObject({ code: "UNAUTHENTICATED" });
});

function sign(key: CryptoKey): Promise<string> {
  return new SignJWT({ token_use: "id" })
    .setProtectedHeader({ alg: "RS256", kid: "k" })
    .setExpirationTime("1h")
    .sign(key);
}

test("tells nothing of an error that is not in the catalogue, but logs it by name", async () => {
  delete process.env["JOBS_TABLE"];
  const answer = await api.call(`/api/jobs/${id}`, { as: "viewer" });
  expect(answer.json).toMatchObject({ status: 500, code: "INTERNAL", request_id: "request-1" });
  expect(answer.body).not.toContain("JOBS_TABLE");
  expect(JSON.parse(printed[0] ?? "")).toMatchObject({ event: "request", status: 500, error_name: "Error" });
});

test("takes a base64 body", async () => {
  const rawBody = Buffer.from(JSON.stringify({ type: "X" })).toString("base64");
  const answer = await api.call("/api/jobs", { as: "operator", rawBody, isBase64: true });
  expect(answer.json.errors[0].pointer).toBe("/type");
});
