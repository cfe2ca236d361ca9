import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import type { Chunk } from "../lambdas/contract/log.ts";
import { toLogItem } from "../lambdas/store/log-item.ts";
import { openDashboard } from "../test/browser/dashboard.ts";
import { withStack, type BenchStack } from "./bench-stack.ts";
import { percentile } from "./percentile.ts";
import { printLoad } from "./report.ts";

const lines = 1_000_000;
/** As the runner cuts a fast program's output: 16 KB. */
const linesPerChunk = 160;
const scrollSeconds = 5;

/** A closed job with a log of a million lines: how soon its page shows it, how it scrolls and what it takes. */
export async function longLog(): Promise<void> {
  await withStack(async (world) => {
    const id = await writeLongJob(world);
    const dashboard = await openDashboard(world.stack.url);
    try {
      await dashboard.signIn();
      const { page } = dashboard;
      const startedAt = Date.now();
      await page.goto(`${world.stack.url}/jobs/${id}`, { waitUntil: "commit" });
      await page.locator(".log .line").first().waitFor();
      const opened = Date.now() - startedAt;
      await page.getByText(lineText(lines)).waitFor({ timeout: 5 * 60_000 });
      const atEnd = Date.now() - startedAt;
      const frames = await scroll(page);
      const fps = 1000 / percentile(frames, 50);
      const low = 1000 / percentile(frames, 99);
      console.table({
        "first lines shown, ms": opened,
        "last line shown, ms": atEnd,
        "scrolling, frames a second (p50)": Math.round(fps),
        "scrolling, frames a second (p99 of frame times)": Math.round(low),
        "JavaScript heap, MB": Math.round(await heapMegabytes(page)),
      });
      printLoad();
    } finally {
      await dashboard.close();
    }
  });
}

/** The time between frames while the log scrolls up by a screen and more a second, in milliseconds. */
function scroll(page: Page): Promise<readonly number[]> {
  return page.evaluate(async (seconds) => {
    const pane = document.querySelector(".log-scroll");
    const frames: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    const end = last + seconds * 1000;
    while (last < end) {
      pane?.scrollBy(0, -60);
      const now = await new Promise<number>(requestAnimationFrame);
      frames.push(now - last);
      last = now;
    }
    return frames;
  }, scrollSeconds);
}

async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1024 / 1024;
}

/** A copy of a closed job, with one long step, written straight to the tables. */
async function writeLongJob({ client, source, stack }: BenchStack): Promise<string> {
  source.go({ startAt: 0, lines: 0, perSecond: 1 });
  const { id: model } = await client.deploy("long");
  await client.closed(model);
  const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
  const { dynamodb: endpoint, region } = stack.endpoints;
  const tables = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials }));
  const { TableNames = [] } = await tables.send(new ListTablesCommand());
  const named = (part: string) => TableNames.find((name) => name.includes(part));
  const jobs = named("jobs") ?? "";
  const { Item: row } = await tables.send(new GetCommand({ TableName: jobs, Key: { id: model } }));
  const id = randomUUID();
  const step = row?.["steps"]["01.04"];
  const log = { log_lines: lines, log_last_key: keyOf(lines / linesPerChunk), log_archive_key: undefined };
  const Item = { ...row, ...log, id, steps: { "01.04": step }, feed_key: `${row?.["created_at"]}#${id}` };
  await tables.send(new PutCommand({ TableName: jobs, Item }), {});
  const TableName = named("job_logs") ?? named("JobLogs") ?? "";
  for (let n = 1; n <= lines / linesPerChunk; n += 25) {
    const count = Math.min(25, lines / linesPerChunk - n + 1);
    const items = Array.from({ length: count }, (_, index) => toLogItem(id, chunk(n + index)));
    await tables.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: items.map((item) => ({ PutRequest: { Item: item } })) } }),
    );
  }
  return id;
}

function chunk(n: number): Chunk {
  const line = (n - 1) * linesPerChunk + 1;
  const text = Array.from({ length: linesPerChunk }, (_, index) => `${lineText(line + index)}\n`).join("");
  const last = n === lines / linesPerChunk ? { last: true as const } : {};
  return { key: keyOf(n), stream: "STDOUT", text, at: "2026-01-01T00:00:00.000Z", line, ...last };
}

function keyOf(n: number): string {
  return `01.04.${String(n).padStart(8, "0")}`;
}

function lineText(line: number): string {
  return `module.network.aws_subnet.this["eu-west-1a"]: Still creating... [00m10s elapsed] line ${line}`;
}
