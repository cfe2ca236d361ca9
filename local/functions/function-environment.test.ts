import { expect, test } from "@jest/globals";
import { Sessions } from "../cloud/sessions.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { functionEnvironment } from "./function-environment.ts";

const definition: FunctionDefinition = {
  name: "Broker",
  arn: "arn:aws:lambda:eu-west-1:123456789012:function:Broker",
  codeDir: "/",
  handler: "index.handler",
  timeoutSeconds: 1,
  memoryMegabytes: 128,
  roleArn: "arn:aws:iam::123456789012:role/Broker",
  environment: {
    TENDRIL_IMAGE: "registry/tendril:a",
    TENDRIL_VERSION: "0.1.0",
    GOOGLE_STS_URL: "https://sts.googleapis.com",
    OTHER_URL: "https://example.org",
  },
};
const given = (more: { release?: { image: string; version: string }; gcp?: string } = {}) =>
  functionEnvironment(definition, {
    region: "eu-west-1",
    endpoints: { aws: "http://127.0.0.1:1", dynamodb: "http://127.0.0.1:2" },
    sessions: new Sessions("123456789012"),
    replace: (value) => (value === "https://sts.googleapis.com" ? (more.gcp ?? "http://127.0.0.1:3") : undefined),
    release: more.release,
  });

test("a cloud's address is replaced by this machine's, nothing else", () => {
  const environment = given();
  expect(environment).toMatchObject({ AWS_ENDPOINT_URL: "http://127.0.0.1:1", GOOGLE_STS_URL: "http://127.0.0.1:3" });
  for (const name of ["OTHER_URL", "TENDRIL_IMAGE", "TENDRIL_VERSION", "AUTH_MODE"])
    expect(environment).not.toHaveProperty(name);
});

test("an offered release takes the place of the template's", () => {
  expect(given({ release: { image: "registry/tendril:a-1.0.0", version: "1.0.0" } })).toMatchObject({
    TENDRIL_IMAGE: "registry/tendril:a-1.0.0",
    TENDRIL_VERSION: "1.0.0",
  });
});

test("an address that is not on this machine stops it", () => {
  expect(() => given({ gcp: "https://sts.googleapis.com" })).toThrow("not on this machine");
});
