import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import validate from "asl-validator";
import { errorCatalogue } from "../lambdas/contract/errors.ts";
import { jobTypeFacts, jobTypes } from "../lambdas/contract/job-types.ts";
import type { JobType } from "../lambdas/contract/job-types.ts";
import { removalStates } from "./destroy-worker.ts";
import { chooseCloudState, discoverStates } from "./identity-job.ts";
import type { Machine, State } from "./language.ts";
import { lifecycleStates } from "./lifecycle.ts";
import { machines } from "./machines.ts";
import { placeholderParts } from "./placeholder-parts.ts";
import { platformRunStates } from "./platform-run.ts";
import { tendrilRunStates } from "./tendril-run.ts";
import { rolloutStates } from "./update-worker.ts";

/** What AWS itself raises, as far as we name it; every other name has to be in our catalogue. */
const awsErrors = new Set([
  "States.ALL",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.TooManyRequestsException",
  "ECS.AmazonECSException",
  "ECS.ServerException",
  "AmazonECS.Unknown",
]);

const taskFields = [
  "Type",
  "Resource",
  "Parameters",
  "ResultSelector",
  "ResultPath",
  "TimeoutSeconds",
  "Retry",
  "Catch",
  "Next",
  "End",
];
const allowedFields: Readonly<Record<State["Type"], readonly string[]>> = {
  Task: taskFields,
  Choice: ["Type", "Choices", "Default"],
  Wait: ["Type", "SecondsPath", "Next"],
  Fail: ["Type", "ErrorPath", "CausePath"],
};

/** What a good execution costs: a start and every state that it enters. */
const transitionsMax = 12;

const built = jobTypes.flatMap((type): [JobType, Machine][] => {
  const build = machines[type];
  return build === undefined ? [] : [[type, build(placeholderParts)]];
});

describe.each(built)("the machine of %s", (type, machine) => {
  const states = Object.entries(machine.States);
  const tasks = states.flatMap(([name, state]) => (state.Type === "Task" ? [[name, state] as const] : []));

  test("is the one that was reviewed", () => {
    const golden = new URL(`golden/${type.toLowerCase().replaceAll("_", "-")}.json`, import.meta.url);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, `${JSON.stringify(machine, null, 2)}\n`);
    expect(machine).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  });

  test("is valid States Language", () => {
    const result = validate(JSON.parse(JSON.stringify(machine)));
    expect({ isValid: result.isValid, errors: result.errorsText() }).toEqual({ isValid: true, errors: "" });
  });

  test("gives every task a time-out, retries and, but for the last resort, a catch", () => {
    for (const [name, task] of tasks) {
      expect(task.TimeoutSeconds).toBeGreaterThan(0);
      expect(task.Retry.length).toBeGreaterThan(0);
      const catches = task.Catch?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
      expect({ name, last: catches.at(-1) }).toEqual({
        name,
        last: name === "Report Failure" ? undefined : "States.ALL",
      });
    }
  });

  test("names only errors that exist", () => {
    const named = tasks.flatMap(([, { Retry, Catch = [] }]) =>
      [...Retry, ...Catch].flatMap((rule) => rule.ErrorEquals),
    );
    expect(named.filter((name) => !awsErrors.has(name) && !Object.hasOwn(errorCatalogue, name))).toEqual([]);
  });

  test("uses only fields that AWS and the local interpreter both know", () => {
    for (const [name, state] of states) {
      const unknown = Object.keys(state).filter((field) => !allowedFields[state.Type].includes(field));
      expect({ name, unknown }).toEqual({ name, unknown: [] });
    }
    expect(Object.keys(machine)).toEqual(["Comment", "StartAt", "TimeoutSeconds", "States"]);
  });

  test("hands a task token to what waits, and to nobody else", () => {
    for (const [name, state] of states) {
      const paths = JSON.stringify(state).match(/\$\$\.[\w.]+/g) ?? [];
      const waits = state.Type === "Task" && state.Resource.endsWith(".waitForTaskToken");
      expect({ name, paths }).toEqual({ name, paths: waits ? ["$$.Task.Token"] : [] });
    }
  });

  test("has a state for each step, in order; the rest belongs to the runner or the lifecycle", () => {
    const { steps, runsOn } = jobTypeFacts[type];
    const extras: readonly string[] = [
      ...lifecycleStates,
      ...(runsOn === "platform" ? platformRunStates : []),
      ...(runsOn === "tendril" ? tendrilRunStates : []),
      ...(type === "UPDATE_WORKER" ? rolloutStates : []),
      ...(type === "DESTROY_WORKER" ? removalStates : []),
      chooseCloudState,
    ];
    const own = [...new Set(states.map(([name]) => stepOf(name)))].filter((name) => !extras.includes(name));
    expect(own).toEqual(steps.filter((step) => own.includes(step)));
    const byRunner = steps.filter((step) => !own.includes(step));
    if (runsOn === "tendril") expect(byRunner).toEqual(steps);
    else expect(byRunner.every((step) => runsOn === "platform" && /Terraform/.test(step))).toBe(true);
  });

  test("passes a step its own name and ids, and nothing that could be secret", () => {
    for (const [name, task] of tasks) {
      const payload = task.Parameters["Payload"];
      if (payload === undefined) continue;
      const { "error.$": caught = "$.error", ...rest } = payload as Record<string, string>;
      expect(["$.error", "$.run", "$.drain", "$.rollout"]).toContain(caught);
      expect(rest).toEqual({ step: stepOf(name), "job_id.$": "$.job_id", ...morePayload[name] });
    }
  });

  test("reaches every state, and ends", () => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      const state = machine.States[name];
      if (state === undefined) throw new Error(`There is no state ${name}`);
      if (reached.has(name)) return;
      reached.add(name);
      nextOf(state).forEach(visit);
    };
    visit(machine.StartAt);
    expect([...reached].toSorted()).toEqual(Object.keys(machine.States).toSorted());
    expect(goodPath(machine).at(-1)).toBe("Report Results");
  });

  test(`takes at most ${transitionsMax} transitions when all goes well`, () => {
    expect(goodPath(machine).length + 1).toBeLessThanOrEqual(transitionsMax);
  });
});

/** What a payload holds besides its step's name and the job's id. */
const morePayload: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Drain Tendril": { "task_token.$": "$$.Task.Token" },
  "Await Rollout": { "task_token.$": "$$.Task.Token" },
  "Run On Tendril": { "task_token.$": "$$.Task.Token" },
  "Wait For Capacity": { "placement.$": "$.placement" },
};

/** Each cloud has a state of its own for the one step. */
function stepOf(state: string): string {
  return (discoverStates as readonly string[]).includes(state) ? "Discover Resources" : state;
}

function nextOf(state: State): string[] {
  if (state.Type === "Fail") return [];
  if (state.Type === "Wait") return [state.Next];
  if (state.Type === "Choice") return [...state.Choices.map(({ Next }) => Next), state.Default];
  const caught = state.Catch?.map(({ Next }) => Next) ?? [];
  return state.Next === undefined ? caught : [...caught, state.Next];
}

/** States in the order in which an execution without any error or requeue enters them. */
function goodPath(machine: Machine): string[] {
  const path: string[] = [];
  let name: string | undefined = machine.StartAt;
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    const state: State | undefined = machine.States[name];
    name = state?.Type === "Task" ? state.Next : state?.Type === "Choice" ? state.Default : undefined;
  }
  return path;
}
