import type { Job } from "../lambdas/contract/job.ts";
import type { Page } from "playwright-core";
import { openDashboard } from "../test/browser/dashboard.ts";
import { startBarePipe } from "./bare-pipe.ts";
import { withStack, type BenchStack } from "./bench-stack.ts";
import type { LineSource } from "./line-source.ts";
import { observePaints, paintsOf } from "./paints.ts";
import { report } from "./report.ts";

const perSecond = 100;
const seconds = 20;
const lines = perSecond * seconds;
/** After the last line is written. */
const lateMillis = 60_000;

/** From the line that Terraform writes to the browser that has painted it, beside the bare pipe. */
export async function logLatency(): Promise<void> {
  await withStack(async (world) => {
    const { stack } = world;
    const dashboard = await openDashboard(stack.url);
    try {
      await dashboard.signIn();
      await observePaints(dashboard.page);
      for (const jobs of [1, 10]) {
        const peer = await pipe(world.source, dashboard.page, jobs);
        const values = await product(world, dashboard.page, jobs);
        report(`${jobs} ${jobs === 1 ? "job" : "jobs"} × ${perSecond} lines/s`, [
          { name: "bare pipe", values: peer },
          { name: "job page", values, peer },
        ]);
      }
    } finally {
      await dashboard.close();
    }
  });
}

async function pipe(source: LineSource, page: Page, jobs: number): Promise<readonly number[]> {
  const bare = await startBarePipe(source);
  try {
    await page.goto(bare.url);
    const ran = bare.run(jobs);
    start(source);
    const values = await paintsOf(page, lines, seconds * 1000 + lateMillis);
    await ran;
    source.hold();
    return values;
  } finally {
    bare.stop();
  }
}

/** The first job is shown by the browser, each other one is watched over a WebSocket, so that all are pushed. */
async function product({ client, source, stack }: BenchStack, page: Page, count: number): Promise<readonly number[]> {
  const jobs: Job[] = [];
  for (let index = 0; index < count; index += 1) jobs.push(await client.deploy(`bench${count}-${index}`));
  for (const { id } of jobs) await client.logged(id, "applying");
  const [shown, ...others] = jobs;
  const watchers = await Promise.all(others.map(({ id }) => client.watch(`job:${id}`)));
  await page.goto(`${stack.url}/jobs/${shown?.id}`);
  await page.getByText("applying").first().waitFor();
  start(source);
  const values = await paintsOf(page, lines, seconds * 1000 + lateMillis);
  await Promise.all(jobs.map(({ id }) => client.closed(id)));
  source.hold();
  for (const watcher of watchers) watcher.close();
  return values;
}

function start(source: LineSource): void {
  source.go({ startAt: Date.now() + 2000, lines, perSecond });
}
