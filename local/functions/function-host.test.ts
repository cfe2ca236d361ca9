import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionDefinition } from "./function-definition.ts";
import { createFunctionHost, type FunctionHost } from "./function-host.ts";
import type { InvokeResult } from "./invoke-result.ts";

const program = `
let calls = 0;
export async function handler(event, context) {
  calls += 1;
  switch (event.do) {
    case "echo": return event;
    case "count": return calls;
    case "nothing": return;
    case "environment": return { ...process.env };
    case "context": return { name: context.functionName, left: context.getRemainingTimeInMillis() > 0 };
    case "throw": throw Object.assign(new Error("no such job"), { name: "NOT_FOUND" });
    case "hang": return new Promise(() => setInterval(() => {}, 1000));
    case "exit": process.exit(3);
    case "large": return "x".repeat(6 * 1024 * 1024);
    case "print": console.log("a line"); return;
  }
}`;

let folder: string;
let host: FunctionHost;
let onPrinted: (text: string) => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "functions-"));
  writeFileSync(join(folder, "index.mjs"), program);
  onPrinted = () => undefined;
  host = createFunctionHost({
    environmentOf: () => Promise.resolve({ AWS_ACCESS_KEY_ID: "key", NODE_COMPILE_CACHE: join(folder, "compiled") }),
    log: (_, text) => onPrinted(text),
    maxInstances: 2,
  });
  host.register(definition("f"));
});

afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true });
});

const definition = (name: string, timeoutSeconds = 5): FunctionDefinition => ({
  name,
  arn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  codeDir: folder,
  handler: "index.handler",
  timeoutSeconds,
  memoryMegabytes: 128,
  environment: { TABLE: "jobs" },
  roleArn: `arn:aws:iam::123456789012:role/${name}`,
});
const invoke = (what: string, name = "f"): Promise<InvokeResult> => host.invoke(name, { do: what });

describe("an invocation", () => {
  test.each([
    ["answers what the handler returns", "echo", { do: "echo" }],
    ["answers null for nothing", "nothing", null],
    ["gets a context", "context", { name: "f", left: true }],
  ])("%s", async (_, what, payload) => {
    expect(await invoke(what)).toEqual({ ok: true, payload });
  });

  test("after a renewal is served by a new instance, also when the old one was busy", async () => {
    await invoke("count");
    host.renew();
    expect(await invoke("count")).toEqual({ ok: true, payload: 1 });
    const busy = invoke("count");
    host.renew();
    expect(await busy).toEqual({ ok: true, payload: 2 });
    expect(await invoke("count")).toEqual({ ok: true, payload: 1 });
  });

  test("finds a function by its ARN, also with a version", async () => {
    const arn = "arn:aws:lambda:eu-west-1:123456789012:function:f";
    expect((await invoke("echo", arn)).ok).toBe(true);
    expect((await invoke("echo", `${arn}:$LATEST`)).ok).toBe(true);
  });

  test("sees the template's variables and nothing of this process", async () => {
    const result = await invoke("environment");
    const seen = result.ok ? (result.payload as Record<string, string>) : {};
    expect(seen).toMatchObject({ TABLE: "jobs", AWS_ACCESS_KEY_ID: "key", AWS_LAMBDA_FUNCTION_NAME: "f" });
    expect(seen).not.toHaveProperty("HOME");
  });

  test.each([
    ["an error keeps its name and message", "throw", { errorType: "NOT_FOUND", errorMessage: "no such job" }],
    ["an exit of the program is an error", "exit", { errorType: "Runtime.ExitError" }],
    ["an answer over 6 MB is refused", "large", { errorType: "Function.ResponseSizeTooLarge" }],
  ])("%s", async (_, what, error) => {
    expect(await invoke(what)).toMatchObject({ ok: false, error });
    expect(await invoke("count")).toMatchObject({ ok: true });
  });

  test("an unknown function is an error", async () => {
    expect(await invoke("echo", "g")).toMatchObject({ error: { errorType: "Lambda.ResourceNotFoundException" } });
  });

  test("leaves to later instances what an instance that worked for a while has compiled", async () => {
    for (let call = 0; call < 31; call += 1) await invoke("count");
    const [version = ""] = readdirSync(join(folder, "compiled"));
    expect(readdirSync(join(folder, "compiled", version))).not.toEqual([]);
  });

  test("what it prints goes to the log", async () => {
    const printed = new Promise<string>((resolve) => (onPrinted = resolve));
    await invoke("print");
    expect(await printed).toBe("a line\n");
  });
});

describe("instances", () => {
  test("a time-out ends the thread, and the next call starts a new one", async () => {
    host.register(definition("slow", 1));
    const result = await invoke("hang", "slow");
    expect(result).toMatchObject({ ok: false, error: { errorType: "Sandbox.Timedout" } });
    expect(await invoke("count", "slow")).toEqual({ ok: true, payload: 1 });
  });

  test("a free instance is used again; one call at a time in each; the rest waits", async () => {
    expect(await invoke("count")).toEqual({ ok: true, payload: 1 });
    expect(await invoke("count")).toEqual({ ok: true, payload: 2 });
    const all = await Promise.all(Array.from({ length: 6 }, () => invoke("count")));
    expect(all.every((result) => result.ok)).toBe(true);
  });

  test("calls that one instance can serve in time start no other", async () => {
    await host.stop();
    host = createFunctionHost({
      environmentOf: () => Promise.resolve({}),
      log: () => undefined,
      patienceMillis: () => 60_000,
    });
    host.register(definition("f"));
    const all = await Promise.all(Array.from({ length: 6 }, () => invoke("count")));
    expect(all).toEqual([1, 2, 3, 4, 5, 6].map((payload) => ({ ok: true, payload })));
  });

  test("a call behind long ones gets an instance once it has waited as long as so many instances ask for", async () => {
    await host.stop();
    const asked = new Set<number>();
    const patienceMillis = (instances: number) => {
      asked.add(instances);
      return 0;
    };
    host = createFunctionHost({ environmentOf: () => Promise.resolve({}), log: () => undefined, patienceMillis });
    host.register(definition("f"));
    const long = [invoke("hang"), invoke("hang")];
    expect(await invoke("count")).toEqual({ ok: true, payload: 1 });
    expect(asked).toEqual(new Set([1, 2]));
    await host.kill("f");
    expect(await Promise.all(long)).toMatchObject([{ ok: false }, { ok: false }]);
  });

  test("a kill while it starts ends the call that waits for it", async () => {
    const first = invoke("count");
    expect(await host.kill("f")).toBe(1);
    expect(await first).toMatchObject({ ok: false, error: { errorType: "Runtime.ExitError" } });
    expect(await invoke("count")).toEqual({ ok: true, payload: 1 });
  });

  test("a program that cannot be loaded tells each call why", async () => {
    writeFileSync(join(folder, "index.mjs"), "throw new TypeError('no such part')");
    const told = { ok: false, error: { errorType: "TypeError", errorMessage: "no such part" } };
    expect(await invoke("count")).toMatchObject(told);
    expect(await invoke("count")).toMatchObject(told);
  });

  test("a program that never ends loading times out, and holds up no later one", async () => {
    writeFileSync(join(folder, "index.mjs"), "await new Promise((resolve) => setTimeout(resolve, 3_600_000))");
    host.register(definition("slow", 1));
    expect(await invoke("count", "slow")).toMatchObject({ ok: false, error: { errorType: "Sandbox.Timedout" } });
    writeFileSync(join(folder, "index.mjs"), program);
    expect(await invoke("count", "slow")).toEqual({ ok: true, payload: 1 });
  });

  test("a kill ends running calls with an error", async () => {
    const hanging = invoke("hang");
    await invoke("count");
    expect(await host.kill("f")).toBe(2);
    expect(await hanging).toMatchObject({ ok: false, error: { errorType: "Runtime.ExitError" } });
  });
});
