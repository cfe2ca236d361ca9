import { createCloudClient } from "../../../local/cloud/cloud-client.ts";
import type { Machine, State } from "../../../stepfunctions/language.ts";
import { startTestMoto } from "../../../local/cloud/test-moto.ts";
import { poll } from "../../poll.ts";
import { input, region, roleArn } from "./place.ts";
import type { Trace } from "./place.ts";
import type { Script } from "./script.ts";
import { startScriptedLambda } from "./scripted-lambda.ts";

/** The interpreter of moto: another program by other people, in another language. */
export interface MotoInterpreter {
  trace(machine: Machine, script: Script): Promise<Trace>;
  stop(): Promise<void>;
}

interface Description {
  readonly status: string;
  readonly error?: string;
}
interface HistoryEvent {
  readonly stateEnteredEventDetails?: { readonly name: string };
}

export async function startMotoInterpreter(): Promise<MotoInterpreter> {
  const lambda = await startScriptedLambda();
  // Where its machines find Lambda.
  const moto = await startTestMoto({ MOTO_PORT: String(lambda.port) });
  const config = { stepfunctions: { execute_state_machine: true } };
  const answer = await fetch(`${moto.url}/moto-api/config`, { method: "POST", body: JSON.stringify(config) });
  if (!answer.ok) throw new Error(`moto does not take the setting: ${await answer.text()}`);
  const client = createCloudClient(moto.url);
  let count = 0;

  return {
    async trace(machine, script) {
      // It runs one execution of an account, and no more: with the second it tries to copy the first.
      count += 1;
      const own = client.inAccount(String(100_000_000_000 + count));
      const ask = (action: string, body: object) => own.json("states", `AWSStepFunctions.${action}`, body, region);
      const definition = JSON.stringify(standIn(machine, `m${count}`));
      lambda.play(`m${count}`, script, {
        succeed: (taskToken, output) => ask("SendTaskSuccess", { taskToken, output }),
        fail: (taskToken, error, cause) => ask("SendTaskFailure", { taskToken, error, cause }),
      });
      const { stateMachineArn } = await ask("CreateStateMachine", { name: `m${count}`, definition, roleArn });
      const { executionArn } = await ask("StartExecution", { stateMachineArn, name: "one", input });
      const { status, error } = await ended(() => ask("DescribeExecution", { executionArn }));
      const { events } = await ask("GetExecutionHistory", { executionArn, maxResults: 1000 });
      const names = (events as HistoryEvent[]).flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
      return { entered: names, status, error };
    },
    async stop() {
      await moto.stop();
      await lambda.stop();
    },
  };
}

function ended(describe: () => Promise<object>): Promise<Description> {
  const look = async () => (await describe()) as Description;
  return poll(look, ({ status }) => status !== "RUNNING");
}

/**
 * The same machine with its functions named for this play. `ecs:runTask.sync` cannot be had: moto looks into the first
 * task of RunTask's answer before it looks for `failures`, and never sees that a container failed. A function that
 * raises what ECS's integration raises stands in for that one task.
 */
function standIn(machine: Machine, play: string): Machine {
  const functionOf = (step: string) => `${play}-${step.replaceAll(" ", "_")}`;
  const states = Object.entries(machine.States).map(([name, state]): [string, State] => {
    if (state.Type !== "Task") return [name, state];
    const payload = state.Parameters["Payload"] ?? { step: name };
    const Parameters = { FunctionName: functionOf(name), Payload: payload };
    const Resource = state.Resource.replace("ecs:runTask.sync", "lambda:invoke");
    return [name, { ...state, Resource, Parameters }];
  });
  return { ...machine, States: Object.fromEntries(states) };
}
