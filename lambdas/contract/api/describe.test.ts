import { expect, test } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describeApi, routeDescriptions } from "./describe.ts";

const document = describeApi("1.2.3");

test("the API description is a valid OpenAPI 3.1 document", async () => {
  const validator = new Validator();
  expect(await validator.validate(JSON.parse(JSON.stringify(document)))).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("every reference leads to a schema", () => {
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]*)"/g);
  const unknown = [...references].map(([, name = ""]) => name).filter((name) => !(name in document.components.schemas));
  expect(unknown).toEqual([]);
});

test("every operation has a name of its own", () => {
  const names = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
  expect(names).toEqual([...new Set(names)]);
});

const taking = Object.entries(routeDescriptions).filter(([, { body }]) => body !== undefined);

test.each(taking)("the example of %s fits", (_key, { body, example }) => {
  expect(body?.safeParse(example).error).toBeUndefined();
});

test("a whole number in a query is told as a number", () => {
  const limit = document.paths["/api/jobs"]?.get?.parameters.find(({ name }) => name === "limit");
  expect(limit?.schema).toEqual({ type: "integer", minimum: 1, maximum: 100 });
});
