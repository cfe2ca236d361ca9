import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { VintnerError } from "../../../lambdas/contract/errors.ts";
import type { StepLog } from "../log/step-log.ts";
import { summarizePlan } from "../terraform/summarize-plan.ts";
import { FencedError, RefusedError, UnreachableError } from "../trellis/errors.ts";
import type { ArtifactName } from "../trellis/trellis-client.ts";
import { planFile } from "./save-plan.ts";
import type { Stage, StageContext } from "./stage.ts";
import { planJsonFile } from "./terraform-plan.ts";

/** Keeps the saved plan for the apply, and as JSON; answers its summary. */
export const storePlan: Stage = async (context, log) => {
  const { folder, work } = context;
  const json = await readFile(join(folder, planJsonFile));
  const plan = summarizePlan(json.toString(), work.operation);
  await keep(context, log, "plan", await readFile(join(folder, planFile)));
  await keep(context, log, "plan_json", json);
  return { plan };
};

async function keep({ session }: StageContext, log: StepLog, name: ArtifactName, content: Buffer): Promise<void> {
  try {
    await session.keepArtifact(name, new Uint8Array(content));
    log.say(`Trellis keeps ${content.length} bytes, encrypted, as the artifact ${name}`);
  } catch (error) {
    const isRefused = error instanceof RefusedError && !(error instanceof FencedError);
    if (!isRefused && !(error instanceof UnreachableError)) throw error;
    throw new VintnerError("PLAN_NOT_STORED", `The artifact ${name} was not taken: ${error.message}`, { cause: error });
  }
}
