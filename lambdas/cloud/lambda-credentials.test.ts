import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { defaultProvider } from "./lambda-credentials.ts";

const before = { ...process.env };
beforeEach(() => {
  process.env["AWS_ACCESS_KEY_ID"] = "key";
  process.env["AWS_SECRET_ACCESS_KEY"] = "secret";
  process.env["AWS_SESSION_TOKEN"] = "session";
});
afterEach(() => {
  process.env = { ...before };
});

test("takes the credentials that Lambda put into the environment", async () => {
  await expect(defaultProvider()()).resolves.toEqual({
    accessKeyId: "key",
    secretAccessKey: "secret",
    sessionToken: "session",
  });
});

test("says so when there are none", async () => {
  delete process.env["AWS_SECRET_ACCESS_KEY"];
  await expect(defaultProvider()()).rejects.toThrow("The environment holds no AWS credentials");
});
