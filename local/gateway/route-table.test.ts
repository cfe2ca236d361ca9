import { expect, test } from "@jest/globals";
import { createRouteTable } from "./route-table.ts";

const routes = createRouteTable<string>();
for (const key of [
  "ANY /{proxy+}",
  "POST /api/jobs/{id}/logs",
  "POST /api/jobs/claim",
  "GET /api/jobs/{id}",
  "ANY /api/jobs/{id}",
]) {
  routes.add(key, key);
}

test.each([
  ["POST", "/api/jobs/1/logs", "POST /api/jobs/{id}/logs", { id: "1" }],
  ["POST", "/api/jobs/claim", "POST /api/jobs/claim", {}],
  ["GET", "/api/jobs/claim", "GET /api/jobs/{id}", { id: "claim" }],
  ["PUT", "/api/jobs/a%20b", "ANY /api/jobs/{id}", { id: "a b" }],
  ["GET", "/api/jobs/1/logs", "ANY /{proxy+}", { proxy: "api/jobs/1/logs" }],
  ["GET", "/", "ANY /{proxy+}", { proxy: "" }],
])("%s %s goes to %s", (method, path, target, pathParameters) => {
  expect(routes.match(method, path)).toMatchObject({ target, pathParameters });
});

test("nothing matches in an empty table", () => {
  expect(createRouteTable().match("GET", "/")).toBeUndefined();
});
