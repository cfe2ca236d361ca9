import * as z from "zod";
import type { StageContext } from "../job/stage.ts";
import { readTerraform } from "../job/terraform-command.ts";
import type { StepLog } from "../log/step-log.ts";

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
  const command = { args: ["state", "pull"], failureCode: "TERRAFORM_INIT_FAILED" } as const;
  const text = await readTerraform(context, log, command);
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
