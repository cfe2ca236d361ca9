import { describe, expect, test } from "@jest/globals";
import type { TemplateVariable } from "../../../lambdas/contract/vine-templates.ts";
import { freeText, freeValue, templateText, templateValue } from "./variable-text.ts";

const variable = (type: TemplateVariable["type"], preset?: TemplateVariable["default"]): TemplateVariable => ({
  name: "v",
  type,
  label: "V",
  description: "",
  ...(preset === undefined ? {} : { default: preset }),
});

describe("a variable of a template", () => {
  test.each([
    ["string", " 10 ", "10"],
    ["number", " 10 ", 10],
    ["bool", "true", true],
    ["bool", "false", false],
    ["list(string)", "10.0.0.0/8, 10.1.0.0/16\n10.2.0.0/16", ["10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16"]],
  ] as const)("of the type %s: %j", (type, text, value) => {
    expect(templateValue(variable(type), text)).toEqual({ value });
  });

  test("that was not typed is missing, unless Terraform has a default", () => {
    expect(templateValue(variable("string"), " ")).toEqual({ error: "is not given yet" });
    expect(templateValue(variable("number", 90), "")).toEqual({ value: undefined });
  });

  test.each(["ten", "1 0", "Infinity"])("that is no number: %s", (text) => {
    expect(templateValue(variable("number"), text)).toEqual({ error: "is not a number" });
  });

  test("shows a list line by line", () => {
    expect(templateText(["a", "b"])).toBe("a\nb");
    expect([templateText(90), templateText(undefined)]).toEqual(["90", ""]);
  });
});

describe("a variable of an archive", () => {
  test.each([
    ["3", 3],
    ["true", true],
    ["null", null],
    ['{"a": [1]}', { a: [1] }],
    ['"3"', "3"],
    ["eu-west-1", "eu-west-1"],
    ["007", "007"],
    ["", ""],
    ["{broken", "{broken"],
    ["12345678901234567890", "12345678901234567890"],
  ])("%j is read as %j", (text, value) => {
    expect(freeValue(text)).toEqual(value);
  });

  test.each([3, true, null, { a: [1] }, "3", "null", '"quoted"', "plain", "", " a ", "12345678901234567890"])(
    "%j comes back from its text",
    (value) => {
      expect(freeValue(freeText(value))).toEqual(value);
    },
  );
});
