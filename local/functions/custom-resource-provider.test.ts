import { expect, test } from "@jest/globals";
import type { CreateRequest } from "../template/deploy.ts";
import { customResourceProvider } from "./custom-resource-provider.ts";
import { functionError, type InvokeResult } from "./invoke-result.ts";

const request: CreateRequest = {
  logicalId: "Federation",
  type: "Custom::Federation",
  properties: { ServiceToken: "arn:aws:lambda:eu-west-1:123456789012:function:enable", Wanted: "yes" },
  stackName: "App",
  region: "eu-west-1",
  account: "123456789012",
  physicalName: () => "name",
};

interface Event {
  readonly ResponseURL: string;
}

function answering(body: object, seen: unknown[] = []) {
  return customResourceProvider({
    async invoke(name, event): Promise<InvokeResult> {
      seen.push(name, event);
      await fetch((event as Event).ResponseURL, { method: "PUT", body: JSON.stringify(body) });
      return { ok: true, payload: null };
    },
  });
}

test("its function is called, and answers by a PUT", async () => {
  const seen: unknown[] = [];
  const provider = answering(
    { Status: "SUCCESS", PhysicalResourceId: "federation", Data: { Issuer: "https://i" } },
    seen,
  );
  expect(await provider.create(request)).toEqual({ ref: "federation", attributes: { Issuer: "https://i" } });
  expect(seen).toMatchObject([
    "arn:aws:lambda:eu-west-1:123456789012:function:enable",
    { RequestType: "Create", LogicalResourceId: "Federation", ResourceProperties: { Wanted: "yes" } },
  ]);
});

test("what failed stops the start with the function's reason", async () => {
  const refused = answering({ Status: "FAILED", PhysicalResourceId: "x", Reason: "not allowed" });
  await expect(refused.create(request)).rejects.toThrow("not allowed");
  const broken = customResourceProvider({ invoke: async () => functionError("Runtime.ExitError", "exited") });
  await expect(broken.create(request)).rejects.toThrow("Runtime.ExitError: exited");
});
