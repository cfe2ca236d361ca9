import { describe, expect, test } from "@jest/globals";
import { noValue, resolve } from "./resolve.ts";
import type { Scope } from "./resolve.ts";

const values: Readonly<Record<string, unknown>> = { Table: "jobs", "AWS::Region": "eu-west-1", Zones: ["a", "b"] };
const scope: Scope = {
  ref: (name) => values[name] ?? `ref:${name}`,
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  importValue: (name) => `import:${name}`,
  condition: (name) => name === "Yes",
  findInMap: (...path) => path.join("/"),
  availabilityZones: (region) => [`${region}a`, `${region}b`],
};

describe("resolve", () => {
  test.each<[string, unknown, unknown]>([
    ["plain values", { a: [1, true, null, "x"] }, { a: [1, true, null, "x"] }],
    ["Ref", { name: { Ref: "Table" } }, { name: "jobs" }],
    ["a list from Ref", { Ref: "Zones" }, ["a", "b"]],
    ["Fn::GetAtt as a list", { "Fn::GetAtt": ["Table", "Stream.Arn"] }, "Table/Stream.Arn"],
    ["Fn::GetAtt as text", { "Fn::GetAtt": "Table.Stream.Arn" }, "Table/Stream.Arn"],
    ["Fn::Join with a nested value", { "Fn::Join": ["-", ["a", { Ref: "Table" }]] }, "a-jobs"],
    ["Fn::Join of a list value", { "Fn::Join": [",", { Ref: "Zones" }] }, "a,b"],
    ["Fn::Sub", { "Fn::Sub": "${Table}.${Table.Arn}.${!Kept}" }, "jobs.Table/Arn.${Kept}"],
    ["Fn::Sub with own values", { "Fn::Sub": ["${Own}/${Table}", { Own: { Ref: "Zones" } }] }, "a,b/jobs"],
    ["Fn::Select", { "Fn::Select": [1, { "Fn::GetAZs": "" }] }, "eu-west-1b"],
    ["Fn::Select by text", { "Fn::Select": ["0", { "Fn::Split": ["/", "x/y"] }] }, "x"],
    ["Fn::GetAZs of a region", { "Fn::GetAZs": "us-east-1" }, ["us-east-1a", "us-east-1b"]],
    ["Fn::ImportValue", { "Fn::ImportValue": "Data:Arn" }, "import:Data:Arn"],
    ["Fn::FindInMap", { "Fn::FindInMap": ["M", { Ref: "AWS::Region" }, "k"] }, "M/eu-west-1/k"],
    ["Fn::Base64", { "Fn::Base64": "hi" }, "aGk="],
    ["Fn::Cidr", { "Fn::Cidr": ["10.0.0.0/24", 2, 6] }, ["10.0.0.0/26", "10.0.0.64/26"]],
    ["Fn::If", { "Fn::If": ["Yes", "a", "b"] }, "a"],
    ["Fn::If otherwise", { "Fn::If": ["No", "a", { Ref: "Table" }] }, "jobs"],
    ["conditions", { "Fn::And": [{ Condition: "Yes" }, { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }] }, true],
    ["Fn::Or", { "Fn::Or": [{ Condition: "No" }, { "Fn::Equals": [{ Ref: "Table" }, "jobs"] }] }, true],
    ["AWS::NoValue in an object", { a: 1, b: { Ref: "AWS::NoValue" } }, { a: 1 }],
    ["AWS::NoValue in a list", [1, { "Fn::If": ["No", 2, { Ref: "AWS::NoValue" }] }], [1]],
    ["AWS::NoValue alone", { Ref: "AWS::NoValue" }, noValue],
    ["a policy's Condition", { Condition: { Bool: { x: "1" } } }, { Condition: { Bool: { x: "1" } } }],
  ])("resolves %s", (_, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  test.each([
    ["an unknown function", { "Fn::Transform": {} }, "Fn::Transform is not known"],
    ["a dynamic reference", "{{resolve:ssm:/x}}", "{{resolve:ssm:/x}} is not known"],
    ["a place outside a list", { "Fn::Select": [2, ["a"]] }, "finds nothing at 2"],
    ["too many blocks", { "Fn::Cidr": ["10.0.0.0/24", 5, 6] }, "no room for 5 blocks"],
  ])("refuses %s", (_, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});
