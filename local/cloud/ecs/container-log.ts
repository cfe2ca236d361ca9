import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { CloudError } from "../cloud-client.ts";
import type { CloudClient } from "../cloud-client.ts";
import type { ContainerDefinition } from "./shapes.ts";
import { StartFailure } from "./start-failure.ts";

/** Where a container's output goes. */
export interface ContainerLog {
  write(piece: Buffer): void;
  /** Resolves once everything is stored. */
  end(): Promise<void>;
}

/** To a file, and with the `awslogs` driver to the log group as well, about once a second. */
export async function openContainerLog(
  moto: CloudClient,
  container: ContainerDefinition,
  taskId: string,
  folder: string,
): Promise<ContainerLog> {
  const file = createWriteStream(join(folder, `${container.name}.log`), { flags: "a" });
  const stream = await openLogStream(moto, container, taskId);
  return {
    write(piece) {
      file.write(piece);
      stream?.write(piece);
    },
    async end() {
      await stream?.end();
      await new Promise<void>((resolve) => file.end(() => resolve()));
    },
  };
}

async function openLogStream(
  moto: CloudClient,
  { name, logConfiguration }: ContainerDefinition,
  taskId: string,
): Promise<ContainerLog | undefined> {
  if (logConfiguration?.logDriver !== "awslogs") return undefined;
  const { options = {} } = logConfiguration;
  const region = options["awslogs-region"] ?? "us-east-1";
  const logGroupName = options["awslogs-group"] ?? "";
  const logStreamName = `${options["awslogs-stream-prefix"] ?? "ecs"}/${name}/${taskId}`;
  const call = (action: string, body: object) =>
    moto.json("logs", `Logs_20140328.${action}`, { logGroupName, logStreamName, ...body }, region);
  await call("CreateLogStream", {}).catch((error: unknown) => {
    if (!(error instanceof CloudError)) throw error;
    if (error.code === "ResourceAlreadyExistsException") return;
    const reason = "ResourceInitializationError: failed to validate logger args";
    throw new StartFailure(`${reason}: The specified log group does not exist: ${logGroupName}`, { cause: error });
  });
  return batches((logEvents) => call("PutLogEvents", { logEvents }));
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Whole lines, one request in flight. The file is the log that counts: what moto refuses is dropped. */
function batches(put: (events: readonly LogEvent[]) => Promise<unknown>): ContainerLog {
  const decoder = new TextDecoder();
  let events: LogEvent[] = [];
  let rest = "";
  let sending = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    timer = undefined;
    const batch = events.splice(0);
    if (batch.length === 0) return;
    sending = sending
      .then(() => put(batch))
      .then(
        () => undefined,
        () => undefined,
      );
  };
  return {
    write(piece) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      const timestamp = Date.now();
      events = events.concat(lines.filter((line) => line !== "").map((message) => ({ timestamp, message })));
      timer ??= setTimeout(flush, 1000);
    },
    async end() {
      clearTimeout(timer);
      if (rest !== "") events.push({ timestamp: Date.now(), message: rest });
      flush();
      await sending;
    },
  };
}
