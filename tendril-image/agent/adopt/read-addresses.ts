import * as z from "zod";
import { failureOf, StoppedError } from "../job/job-failure.ts";
import type { StageContext } from "../job/stage.ts";
import { startTerraform } from "../job/terraform-command.ts";
import type { StepLog } from "../log/step-log.ts";

/** A state has lines as long as its longest value. */
const stateLineMaxChars = 16 * 1024 * 1024;

const stateSchema = z.object({
  resources: z.array(
    z.object({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(z.object({ index_key: z.union([z.int(), z.string()]).optional() })),
    }),
  ),
});

/** The addresses of all that the job's state knows: `aws_subnet.public[1]`. None of it gets into the log. */
export async function readAddresses(context: StageContext, log: StepLog): Promise<ReadonlySet<string>> {
  const lines: string[] = [];
  const errors: string[] = [];
  const end = await startTerraform(context, log, {
    args: ["state", "pull"],
    lineMaxChars: stateLineMaxChars,
    onLine: (stream, line) => void (stream === "STDOUT" ? lines : errors).push(line),
  });
  if (context.stop.interrupt.aborted) throw new StoppedError();
  if (end.code !== 0) throw failureOf("TERRAFORM_INIT_FAILED", "terraform state pull", end, errors.join("\n"));
  const text = lines.join("\n");
  // Nothing at all: no state was ever saved.
  if (text.trim() === "") return new Set();
  const { resources } = stateSchema.parse(JSON.parse(text));
  return new Set(
    resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, instances }) => instances.map(({ index_key }) => `${type}.${name}${indexOf(index_key)}`)),
  );
}

function indexOf(key: string | number | undefined): string {
  return key === undefined ? "" : `[${JSON.stringify(key)}]`;
}
