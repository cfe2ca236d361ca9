import {
  CreateClusterCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../../test/poll.ts";
import { startTestCloud, type TestCloud } from "./test-cloud.ts";

/** The runner's own way to start Terraform: in a process group of its own, which a plain kill does not reach. */
const runner = `
import { runTerraform } from ${JSON.stringify(new URL("../../tendril-image/agent/terraform/terraform-process.ts", import.meta.url).href)};
const never = new AbortController().signal;
await runTerraform({
  command: "sh",
  args: ["-c", "trap '' TERM INT; echo $$; while true; do sleep 0.1; done"],
  folder: process.env.HOME,
  environment: { PATH: process.env.PATH },
  stop: { interrupt: never, kill: never },
  onLine: (_, line) => console.log("terraform", line),
  onInterrupted: () => undefined,
});
`;

let cloud: TestCloud;
let ecs: ECSClient;
let taskDefinition = "";
beforeAll(async () => {
  cloud = await startTestCloud();
  ecs = new ECSClient(cloud.client());
  const file = join(cloud.dir, "runner.mjs");
  writeFileSync(file, runner);
  await ecs.send(new CreateClusterCommand({ clusterName: "platform" }));
  const registered = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "runner",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      containerDefinitions: [{ name: "main", image: "tool:1", command: [process.execPath, file], stopTimeout: 2 }],
    }),
  );
  taskDefinition = registered.taskDefinition?.taskDefinitionArn ?? "";
}, 60_000);
afterAll(() => cloud.stop());

test.each([
  ["is killed", async (taskArn: string) => void process.kill(cloud.ecs.processIdOf(taskArn) ?? 0, "SIGKILL")],
  ["is stopped", (task: string) => ecs.send(new StopTaskCommand({ cluster: "platform", task }))],
])(
  "Terraform goes with its runner when that %s",
  async (_, end) => {
    const { tasks = [] } = await ecs.send(new RunTaskCommand({ cluster: "platform", taskDefinition }));
    const taskArn = tasks[0]?.taskArn ?? "";
    const terraform = await processOf(taskArn);
    expect(isAlive(terraform)).toBe(true);
    await end(taskArn);
    await cloud.ecs.waitUntilStopped(taskArn);
    await untilGone(terraform);
  },
  30_000,
);

/** What the fake Terraform writes first is its process id; the file is the only thing that tells. */
async function processOf(taskArn: string): Promise<number> {
  const file = join(cloud.dir, taskArn.split("/").at(-1) ?? "", "main.log");
  const read = () => /terraform (\d+)/.exec(existsSync(file) ? readFileSync(file, "utf8") : "");
  const [, pid] = (await poll(read, (found) => found !== null)) ?? [];
  return Number(pid);
}

/** The runner's guard is a process of its own and takes its moment; the test's time is the limit. */
async function untilGone(pid: number): Promise<void> {
  await poll(
    () => isAlive(pid),
    (alive) => !alive,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
