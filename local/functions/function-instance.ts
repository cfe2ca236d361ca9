import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { FunctionDefinition } from "./function-definition.ts";
import { functionError, type Invocation, type InvokeResult } from "./invoke-result.ts";
import { loadedMessage, type ThreadAnswer, type ThreadData, type ThreadRequest } from "./thread-messages.ts";

export interface FunctionInstanceOptions {
  readonly environment: Promise<Readonly<Record<string, string>>>;
  readonly log: (text: string) => void;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

export interface FunctionInstance {
  readonly startedAt: number;
  alive(): boolean;
  /** Resolves once its program is loaded, cannot be, or takes longer than a call may: the next call is told why. */
  readonly loaded: Promise<void>;
  /** One at a time. Never rejects. */
  invoke(invocation: Pick<Invocation, "requestId" | "event">): Promise<InvokeResult>;
  terminate(): Promise<void>;
}

/** Lambda's quota on a synchronous answer. */
const answerMaxBytes = 6 * 1024 * 1024;

/** One execution environment of a function: a worker thread. */
export function createFunctionInstance(
  definition: FunctionDefinition,
  options: FunctionInstanceOptions,
): FunctionInstance {
  const timeoutMillis = definition.timeoutSeconds * 1000;
  const { promise: loaded, resolve: endLoading } = Promise.withResolvers<void>();
  const loadTimer = setTimeout(endLoading, timeoutMillis);
  let dead = false;
  let answer: ((result: InvokeResult) => void) | undefined;

  function loadEnded(): void {
    clearTimeout(loadTimer);
    endLoading();
  }

  function end(result: InvokeResult): void {
    loadEnded();
    answer?.(result);
    answer = undefined;
  }

  async function start(): Promise<Worker> {
    const environment = await options.environment;
    const thread = new Worker(new URL("function-thread.ts", import.meta.url), {
      // The thread sees these variables and nothing of this machine's own.
      env: { ...runtimeVariables(definition), ...definition.environment, ...environment },
      workerData: threadData(definition),
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    thread.stdout.on("data", (data: Buffer) => options.log(data.toString("utf8")));
    thread.stderr.on("data", (data: Buffer) => options.log(data.toString("utf8")));
    thread.on("message", (message: ThreadAnswer | typeof loadedMessage) =>
      message === loadedMessage ? loadEnded() : end(resultOf(message)),
    );
    thread.on("error", (error: unknown) => {
      dead = true;
      const known = error instanceof Error ? error : new Error(String(error));
      end(functionError(known.name, known.message, known.stack?.split("\n")));
    });
    thread.on("exit", (code) => {
      dead = true;
      end(functionError("Runtime.ExitError", `Error: Runtime exited with error: exit status ${code}`));
    });
    return thread;
  }

  async function invoke(invocation: Pick<Invocation, "requestId" | "event">): Promise<InvokeResult> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const thread = await worker;
      return await new Promise<InvokeResult>((resolve) => {
        answer = resolve;
        if (dead) end(functionError("Runtime.ExitError", "Error: Runtime exited"));
        timer = setTimeout(() => {
          dead = true;
          end(functionError("Sandbox.Timedout", timeoutMessage(invocation.requestId, definition.timeoutSeconds)));
        }, timeoutMillis);
        const request: ThreadRequest = {
          requestId: invocation.requestId,
          event: invocation.event,
          deadline: Date.now() + timeoutMillis,
        };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        thread.postMessage(request);
      });
    } catch (error) {
      dead = true;
      return functionError("Lambda.ServiceException", error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  const worker = start();
  worker.catch(loadEnded);

  return {
    startedAt: options.startedAt,
    alive: () => !dead,
    loaded,
    invoke,
    async terminate() {
      dead = true;
      const thread = await worker.catch(() => undefined);
      await thread?.terminate();
      end(functionError("Runtime.ExitError", "Error: Runtime exited with error: signal: killed"));
    },
  };
}

function resultOf(message: ThreadAnswer): InvokeResult {
  if ("error" in message) {
    return functionError(message.error.errorType, message.error.errorMessage, message.error.trace);
  }
  const bytes = message.payload === undefined ? 0 : Buffer.byteLength(message.payload);
  if (bytes > answerMaxBytes) {
    const text = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${answerMaxBytes} bytes).`;
    return functionError("Function.ResponseSizeTooLarge", text);
  }
  const payload: unknown = message.payload === undefined ? null : JSON.parse(message.payload);
  return { ok: true, payload };
}

function timeoutMessage(requestId: string, seconds: number): string {
  return `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
}

/** What Lambda itself puts into a function's environment. */
function runtimeVariables(definition: FunctionDefinition): Record<string, string> {
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    _HANDLER: definition.handler,
    LAMBDA_TASK_ROOT: definition.codeDir,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
  };
}

function threadData(definition: FunctionDefinition): ThreadData {
  const dot = definition.handler.lastIndexOf(".");
  const base = join(definition.codeDir, definition.handler.slice(0, dot));
  const modulePath = [".mjs", ".js", ".cjs", ".ts"].map((end) => base + end).find((path) => existsSync(path));
  if (modulePath === undefined) throw new Error(`${definition.name}: no module for the handler ${definition.handler}`);
  return {
    modulePath,
    exportName: definition.handler.slice(dot + 1),
    functionName: definition.name,
    functionArn: definition.arn,
    memoryMegabytes: definition.memoryMegabytes,
  };
}
