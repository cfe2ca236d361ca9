import { describe, expect, test } from "@jest/globals";
import type { Template } from "./assembly.ts";
import { deployTemplate } from "./deploy.ts";
import type { CreateRequest, DeployContext, ResourceProvider } from "./deploy.ts";

function setUp() {
  const created: CreateRequest[] = [];
  const provider: ResourceProvider = {
    create: async (request) => {
      created.push(request);
      return { ref: `ref-${request.logicalId}`, attributes: { Arn: `arn-${request.logicalId}` } };
    },
  };
  const exports = new Map<string, string>();
  const context: DeployContext = {
    region: "eu-west-1",
    account: "123456789012",
    exports,
    ignored: { "X::Noise": "no need" },
  };
  const deploy = (template: Template, name = "App") =>
    deployTemplate({ name, template }, { "X::Thing": provider }, context);
  return { created, exports, deploy };
}

const thing = (properties: Record<string, unknown> = {}, more: object = {}) => ({
  Type: "X::Thing",
  Properties: properties,
  ...more,
});

describe("deployTemplate", () => {
  test("creates a resource after what it refers to or depends on", async () => {
    const { created, deploy } = setUp();
    await deploy({
      Resources: {
        A: thing({ name: { "Fn::Sub": "${B.Arn}" } }),
        B: thing({}, { DependsOn: "C" }),
        C: thing({ deep: [{ "Fn::GetAtt": ["D", "Arn"] }] }),
        D: thing(),
      },
    });
    expect(created.map(({ logicalId }) => logicalId)).toEqual(["D", "C", "B", "A"]);
    expect(created.at(-1)?.properties).toEqual({ name: "arn-B" });
  });

  test("names a circle", async () => {
    const { deploy } = setUp();
    const circle = { Resources: { A: thing({ x: { Ref: "B" } }), B: thing({ x: { Ref: "A" } }) } };
    await expect(deploy(circle)).rejects.toThrow("A → B → A");
  });

  test("tells what is ignored and what is unsupported but not needed", async () => {
    const { deploy } = setUp();
    const resources = { A: thing({}, { DependsOn: ["N", "U"] }), N: { Type: "X::Noise" }, U: { Type: "X::Odd" } };
    expect(await deploy({ Resources: resources })).toMatchObject({ ignored: ["N"], unsupported: ["U"] });
  });

  test("stops at a resource that needs an unsupported one, and names both", async () => {
    const { deploy } = setUp();
    const resources = { A: thing({ x: { Ref: "U" } }), U: { Type: "X::Odd" } };
    await expect(deploy({ Resources: resources })).rejects.toThrow(
      "App: A (X::Thing) cannot be created: it needs U, and the local stack has no X::Odd",
    );
  });

  test("passes exports to the next stack", async () => {
    const { created, exports, deploy } = setUp();
    const Outputs = {
      Arn: { Value: { "Fn::GetAtt": ["A", "Arn"] }, Export: { Name: "Data:Arn" } },
      Odd: { Value: { Ref: "U" }, Export: { Name: "Data:Odd" } },
    };
    const data = await deploy({ Resources: { A: thing(), U: { Type: "X::Odd" } }, Outputs }, "Data");
    expect(data.outputs).toEqual({ Arn: "arn-A" });
    expect([...exports]).toEqual([["Data:Arn", "arn-A"]]);
    await deploy({ Resources: { B: thing({ x: { "Fn::ImportValue": "Data:Arn" } }) } });
    expect(created.at(-1)?.properties).toEqual({ x: "arn-A" });
  });

  test("leaves out a resource whose condition does not hold", async () => {
    const { created, deploy } = setUp();
    await deploy({
      Parameters: { Stage: { Type: "String", Default: "test" } },
      Conditions: { Live: { "Fn::Equals": [{ Ref: "Stage" }, "live"] } },
      Resources: { A: thing({}, { Condition: "Live" }), B: thing({ x: { "Fn::If": ["Live", 1, 2] } }) },
    });
    expect(created.map(({ logicalId, properties }) => [logicalId, properties])).toEqual([["B", { x: 2 }]]);
  });

  test("gives the same name at every start, within its length", async () => {
    const { created, deploy } = setUp();
    const template = { Resources: { AVeryLongLogicalIdOfAResource0123ABCD: thing() } };
    await deploy(template);
    await deploy(template);
    const [first, second] = created.map(({ physicalName }) => physicalName(32));
    expect(first).toBe(second);
    expect(first).toHaveLength(32);
    expect(first).toMatch(/^App-AVeryLong[\w-]+-[0-9a-f]{8}$/);
  });
});
