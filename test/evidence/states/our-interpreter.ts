import type { InvokeResult } from "../../../local/functions/invoke-result.ts";
import { createStates } from "../../../local/states/create-states.ts";
import type { States } from "../../../local/states/states.ts";
import type { Machine } from "../../../stepfunctions/language.ts";
import { account, input, machineArn, region, roleArn } from "./place.ts";
import type { Trace } from "./place.ts";
import { playScript } from "./script.ts";
import type { Answer, Script, StepPayload } from "./script.ts";

type Ecs = Parameters<typeof createStates>[0]["ecs"];
type Task = Awaited<ReturnType<Ecs["waitUntilStopped"]>>;

/** Runs a machine as the local stack does. */
export async function traceOfOurs(machine: Machine, script: Script): Promise<Trace> {
  const answerOf = playScript(script);
  const states: States = createStates({
    region,
    account,
    emit: () => undefined,
    killCaller: () => Promise.resolve(),
    retryWaitMillis: 0,
    ecs: scriptedEcs(() => answerOf("Run Terraform", { step: "Run Terraform" })),
    invoke: (_, event) => {
      const payload = event as StepPayload;
      const answer = answerOf(payload.step, payload);
      if (payload.task_token === undefined) return Promise.resolve(asResult(answer));
      endWait(states, payload.task_token, answer);
      return Promise.resolve({ ok: true, payload: null });
    },
  });
  states.createMachine({ arn: machineArn, name: "m", roleArn, definition: JSON.stringify(machine) });
  const execution = states.start({ stateMachineArn: machineArn, name: "one", input });
  await execution.ended;
  await states.stop();
  const { status, error, history } = execution;
  const entered = history.events.flatMap((event) => (event.stateEnteredEventDetails?.["name"] ?? []) as string);
  return { entered, status, error };
}

function asResult(answer: Answer): InvokeResult {
  if ("ok" in answer) return { ok: true, payload: answer.ok };
  return { ok: false, error: { errorType: answer.error, errorMessage: answer.cause, trace: [] } };
}

function endWait({ tokens }: States, token: string, answer: Answer): void {
  if ("ok" in answer) tokens.succeed(token, JSON.stringify(answer.ok));
  else tokens.fail(token, answer.error, answer.cause);
}

/** A task that a script ends: its containers with 0 or 1, or none is placed. */
function scriptedEcs(answerOf: () => Answer): Ecs {
  let exitCode = 0;
  const task = () => ({ taskArn: "t", clusterArn: "c", containers: [{ name: "runner", exitCode }] }) as unknown as Task;
  return {
    runTask: () => {
      const answer = answerOf();
      if ("error" in answer && answer.error === "AmazonECS.Unknown") {
        return Promise.resolve({ tasks: [], failures: [{ reason: answer.cause }] });
      }
      exitCode = "error" in answer ? 1 : 0;
      return Promise.resolve({ tasks: [task()], failures: [] });
    },
    waitUntilStopped: () => Promise.resolve(task()),
    stopTask: () => Promise.resolve(task()),
  };
}
