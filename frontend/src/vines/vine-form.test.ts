import { describe, expect, test } from "@jest/globals";
import { testVine } from "./test-vine.ts";
import {
  checkVine,
  fieldsInOrder,
  newVineyardId,
  refusedFields,
  typedAtFirst,
  valuesOf,
  type VineValues,
} from "./vine-form.ts";

const bucket: VineValues = valuesOf(testVine());
const sha256 = "a".repeat(64);
const archive: VineValues = valuesOf(
  testVine({ config: { source: { kind: "archive", sha256 }, variables: { count: 3, label: "3" } } }),
);
const row = (name: string, value: string, id = name) => ({ id, name, value });

describe("a form in order becomes the request", () => {
  test("of a template, its numbers as numbers", () => {
    expect(checkVine(bucket)).toEqual({
      input: {
        vineyard_id: bucket.vineyardId,
        cloud_identity_id: bucket.identityId,
        project_name: "shop",
        environment_stage: "dev",
        region: "eu-west-1",
        config: {
          source: { kind: "template", name: "aws-bucket" },
          variables: { name_prefix: "shop-dev", expire_days: 30 },
        },
      },
      vineyardName: undefined,
    });
  });

  test("of an archive, with what it was planted with", () => {
    expect(checkVine(archive).input?.config).toEqual({
      source: { kind: "archive", sha256 },
      variables: { count: 3, label: "3" },
    });
  });

  test("with a vineyard that is made first", () => {
    const checked = checkVine({ ...bucket, vineyardId: "", vineyardName: " first " });
    expect(checked).toMatchObject({ input: { vineyard_id: newVineyardId }, vineyardName: "first" });
  });

  test("without what was left empty", () => {
    const rows = [row("region", "eu"), row("", "")];
    expect(checkVine({ ...archive, rows }).input?.config.variables).toEqual({ region: "eu" });
    expect(checkVine({ ...bucket, typed: { name_prefix: "x", expire_days: "" } }).input?.config.variables).toEqual({
      name_prefix: "x",
    });
  });
});

describe("errors stand at their fields", () => {
  test.each([
    ["a project name with capitals", { projectName: "Shop" }, "project_name"],
    ["a stage like a path", { stage: "../x" }, "environment_stage"],
    ["no region", { region: "" }, "region"],
    ["an unknown region", { region: "eu-west-99" }, "region"],
    ["no identity", { identityId: "" }, "cloud_identity_id"],
    ["a new vineyard without a name", { vineyardId: "" }, "vineyard_name"],
    ["a variable that is missing", { typed: typedAtFirst("aws-bucket") }, "variables.name_prefix"],
    ["a number that is none", { typed: { name_prefix: "x", expire_days: "soon" } }, "variables.expire_days"],
    ["no archive", { source: "archive", archive: "" }, "source"],
    ["a variable with a reserved name", { ...archive, rows: [row("TF_CLI_ARGS", "x", "1")] }, "variables.1"],
    ["a variable like an option", { ...archive, rows: [row("-var", "x", "1")] }, "variables.1"],
    ["a value without a name", { ...archive, rows: [row("", "x", "1")] }, "variables.1"],
    ["a variable that stands there twice", { ...archive, rows: [row("a", "1"), row("a", "2", "2")] }, "variables.2"],
    ["more than 64 KB", { ...archive, rows: [row("a", "x".repeat(70_000))] }, "variables"],
  ] as const)("%s", (_name, part, field) => {
    expect(Object.keys(checkVine({ ...bucket, ...part }).errors ?? {})).toEqual([field]);
  });

  test("all of them at once, in the words of the schema", () => {
    const rows = [row("LD_PRELOAD", "x", "1")];
    expect(checkVine({ ...archive, projectName: "", region: "", rows }).errors).toEqual({
      project_name: "needs 1 to 32 of a-z, 0-9 and -, starts with a letter, does not end with -",
      region: "is not chosen yet",
      "variables.1": "is a reserved name",
    });
  });
});

describe("a refusal of Trellis", () => {
  const problem = { type: "", title: "", status: 400, detail: "", code: "INVALID_REQUEST", request_id: "" };
  const refused = (pointers: readonly string[], values: VineValues) =>
    refusedFields({ ...problem, errors: pointers.map((pointer) => ({ pointer, detail: "is wrong" })) }, values);

  test("stands at its fields", () => {
    const pointers = ["/name", "/cloud_identity_id", "/config/source/sha256", "/config/variables/name_prefix"];
    expect(Object.keys(refused(pointers, bucket))).toEqual([
      "vineyard_name",
      "cloud_identity_id",
      "source",
      "variables.name_prefix",
    ]);
  });

  test("of a variable that is named like a field stands at the variable", () => {
    const values = { ...archive, rows: [row("region", "x", "7")] };
    expect(refused(["/config/variables/region"], values)).toEqual({ "variables.7": "is wrong" });
  });

  test("of a variable that has no field stands at all of them", () => {
    expect(refused(["/config/variables/other"], bucket)).toEqual({ variables: "is wrong" });
  });

  test("of the whole has no field", () => expect(refused([""], bucket)).toEqual({}));
});

test("the fields have the order of the form", () => {
  expect(fieldsInOrder(bucket).slice(-4)).toEqual([
    "source",
    "variables.name_prefix",
    "variables.expire_days",
    "variables",
  ]);
});
