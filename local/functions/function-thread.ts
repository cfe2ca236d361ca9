import { enableCompileCache, flushCompileCache } from "node:module";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { loadedMessage, type ThreadAnswer, type ThreadData, type ThreadRequest } from "./thread-messages.ts";

/** The program of a function's thread: loads the bundle once and answers call after call. */
type Handler = (event: unknown, context: unknown) => unknown;

/** By then most of what a function does was compiled once: instances that start from now on need not do it again. */
const callsBeforeFlush = 30;

const data = workerData as ThreadData;
const port = parentPort;
if (port === null) throw new Error("function-thread.ts runs in a worker thread only");

async function load(): Promise<Handler> {
  const module: unknown = await import(pathToFileURL(data.modulePath).href);
  const handler = (module as Record<string, unknown>)[data.exportName];
  if (typeof handler !== "function") throw new Error(`${data.exportName} is not a function of ${data.modulePath}`);
  return handler as Handler;
}

function contextOf(request: ThreadRequest): Record<string, unknown> {
  return {
    awsRequestId: request.requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: data.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: data.functionArn,
    memoryLimitInMB: String(data.memoryMegabytes),
    logGroupName: `/aws/lambda/${data.functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, request.deadline - Date.now()),
  };
}

async function answer(request: ThreadRequest): Promise<ThreadAnswer> {
  try {
    const handler = await handlerLoaded;
    const payload = JSON.stringify(await handler(JSON.parse(request.event), contextOf(request)));
    return { requestId: request.requestId, ...(payload === undefined ? {} : { payload }) };
  } catch (error) {
    return { requestId: request.requestId, error: errorOf(error) };
  }
}

/** As the Lambda runtime tells it: the name of the error, its message and its stack. */
function errorOf(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

async function serve(request: ThreadRequest): Promise<void> {
  port?.postMessage(await answer(request));
  calls += 1;
  if (calls === callsBeforeFlush) flushCompileCache();
}

// Node itself heeds the variable in a process only, not in a thread.
if (process.env["NODE_COMPILE_CACHE"] !== undefined) enableCompileCache();
let calls = 0;
const handlerLoaded = load();
const sayLoaded = () => port.postMessage(loadedMessage);
handlerLoaded.then(sayLoaded, sayLoaded);
port.on("message", (request: ThreadRequest) => {
  void serve(request);
});
