import { expect, test } from "@jest/globals";
import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { taskTokens } from "./task-tokens.ts";

const token = "AQCEAAAAKgAAAAMAAAAAAAAAAX";
const sent: unknown[] = [];

/** Step Functions as far as it takes tokens; the SDK's own commands are what it sees. */
class TakingTokens extends SFNClient {
  failure: Error | undefined;

  constructor() {
    super({ region: "eu-west-1" });
    this.middlewareStack.add(
      () => async (args) => {
        if (this.failure !== undefined) throw this.failure;
        sent.push(args.input);
        return { response: {}, output: { $metadata: {} } };
      },
      { step: "initialize" },
    );
  }
}

const client = new TakingTokens();
const secretOf = (value: string | undefined) => ({ read: async () => value });
const tokens = taskTokens("key", secretOf("0123456789abcdef"), client);

test("a sealed token does not show it, is never the same twice, and is sent as it was", async () => {
  const [one, other] = [await tokens.seal(token, "job"), await tokens.seal(token, "job")];
  expect(one).not.toBe(other);
  for (const sealed of [one, other]) {
    expect(sealed).not.toContain(token);
    expect(Buffer.from(sealed, "base64").toString("latin1")).not.toContain(token);
  }
  await tokens.succeed(one, "job");
  await tokens.fail(other, "job", { error: "JOB_CANCELLED", cause: "by ann" });
  expect(sent).toEqual([
    new SendTaskSuccessCommand({ taskToken: token, output: "{}" }).input,
    new SendTaskFailureCommand({ taskToken: token, error: "JOB_CANCELLED", cause: "by ann" }).input,
  ]);
});

test("opens for its own job and with its own key alone", async () => {
  const sealed = await tokens.seal(token, "job");
  await expect(tokens.succeed(sealed, "another job")).rejects.toThrow(/authenticate/);
  await expect(taskTokens("key", secretOf("another key"), client).succeed(sealed, "job")).rejects.toThrow(
    /authenticate/,
  );
  await expect(taskTokens("key", secretOf(undefined), client).succeed(sealed, "job")).rejects.toThrow(/not there/);
});

test.each([
  ["timed out", new TaskTimedOut({ message: "gone", $metadata: {} })],
  ["was sent before", new InvalidToken({ message: "gone", $metadata: {} })],
])("a token whose task %s is as good as sent", async (_title, error) => {
  const sealed = await tokens.seal(token, "job");
  client.failure = error;
  await expect(tokens.succeed(sealed, "job")).resolves.toBeUndefined();
  client.failure = new Error("throttled");
  await expect(tokens.succeed(sealed, "job")).rejects.toThrow("throttled");
  client.failure = undefined;
});
