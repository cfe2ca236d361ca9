import { withStack, type BenchStack } from "./bench-stack.ts";
import { report } from "./report.ts";

const jobs = 20;

/** From the request that cancels a job to the SIGINT that its Terraform gets. */
export async function cancel(): Promise<void> {
  await withStack(async (world) => {
    const values: number[] = [];
    for (let index = 0; index < jobs; index += 1) values.push(await measure(world, index));
    report("Cancel → SIGINT", [{ name: "cancel", values }]);
  });
}

async function measure({ client, source }: BenchStack, index: number): Promise<number> {
  const { id } = await client.deploy(`bench${index}`);
  await client.logged(id, "applying");
  const sentAt = Date.now();
  await client.cancel(id);
  await client.closed(id);
  const at = source.interrupts()[index];
  if (at === undefined) throw new Error(`Job ${id} was not interrupted`);
  return at - sentAt;
}
