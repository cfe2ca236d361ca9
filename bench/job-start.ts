import type { Job } from "../lambdas/contract/job.ts";
import { withStack, type BenchStack } from "./bench-stack.ts";
import { report } from "./report.ts";

const warmJobs = 10;

/** From the request that creates a job to the end of its step Begin; cold is the first one of a new system. */
export async function jobStart(): Promise<void> {
  await withStack(async (world) => {
    world.source.go({ startAt: 0, lines: 0, perSecond: 1 });
    const cold = await measure(world, 0);
    const warm: Times[] = [];
    for (let index = 1; index <= warmJobs; index += 1) warm.push(await measure(world, index));
    report("POST → Begin done", [
      { name: "cold: answered", values: [cold.answered] },
      { name: "cold: Begin done", values: [cold.begun] },
      { name: "warm: answered", values: warm.map(({ answered }) => answered) },
      { name: "warm: Begin done", values: warm.map(({ begun }) => begun) },
    ]);
  });
}

/** Milliseconds after the request was sent. */
interface Times {
  readonly answered: number;
  readonly begun: number;
}

async function measure({ client }: BenchStack, index: number): Promise<Times> {
  const sentAt = Date.now();
  const { id } = await client.deploy(`bench${index}`);
  const answered = Date.now() - sentAt;
  // The next one starts on a quiet machine.
  const job = await client.closed(id);
  return { answered, begun: beginEnd(job) - sentAt };
}

function beginEnd({ steps }: Job): number {
  const end = steps.find(({ name }) => name === "Begin")?.ended_at;
  if (typeof end !== "string") throw new Error("The job never ended its step Begin");
  return Date.parse(end);
}
