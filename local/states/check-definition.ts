import type { StateMachineDefinition } from "aws-local-stepfunctions";

/**
 * Refuses what the interpreter would ignore in silence, such as `Assign` or JSONata, so that a machine never means one
 * thing here and another in AWS.
 */
export function checkDefinition(machineName: string, definition: unknown): StateMachineDefinition {
  const problems: string[] = [];
  const root = asRecord(definition);
  checkFields(root, rootFields, machineName, problems);
  checkStates(root, machineName, problems);
  checkContextPaths(definition, machineName, problems);
  if (problems.length > 0) throw new Error(`The local Step Functions cannot run this machine:\n${problems.join("\n")}`);
  return definition as StateMachineDefinition;
}

const rootFields = new Set(["Comment", "StartAt", "States", "TimeoutSeconds", "Version", "QueryLanguage"]);
const branchFields = new Set(["Comment", "StartAt", "States", "ProcessorConfig", "QueryLanguage"]);
const common = ["Type", "Comment", "Next", "End", "InputPath", "OutputPath", "QueryLanguage"];
const results = ["Parameters", "ResultSelector", "ResultPath", "Retry", "Catch"];
const stateFields: Readonly<Record<string, ReadonlySet<string>>> = {
  Task: new Set([...common, ...results, "Resource", "TimeoutSeconds", "HeartbeatSeconds"]),
  Parallel: new Set([...common, ...results, "Branches"]),
  Map: new Set([...common, ...results, "ItemProcessor", "Iterator", "ItemsPath", "ItemSelector", "MaxConcurrency"]),
  Pass: new Set([...common, "Parameters", "Result", "ResultPath"]),
  Wait: new Set([...common, "Seconds", "SecondsPath", "Timestamp", "TimestampPath"]),
  Choice: new Set([...common, "Choices", "Default"]),
  Succeed: new Set(common),
  Fail: new Set(["Type", "Comment", "Error", "ErrorPath", "Cause", "CausePath", "QueryLanguage"]),
};

/** Paths into the context object that an execution fills. */
const contextPaths = [
  /^\$\$\.Execution\.(Id|Name|Input(\..+)?|StartTime|RoleArn)$/,
  /^\$\$\.StateMachine\.(Id|Name)$/,
  /^\$\$\.Task\.Token$/,
];

function checkStates(container: Record<string, unknown>, place: string, problems: string[]): void {
  for (const [name, value] of Object.entries(asRecord(container["States"]))) {
    const state = asRecord(value);
    const allowed = stateFields[String(state["Type"])];
    const where = `${place} / ${name}`;
    if (allowed === undefined) problems.push(`${where}: the type ${String(state["Type"])} is not known`);
    else checkFields(state, allowed, where, problems);
    const inner = [
      state["ItemProcessor"],
      state["Iterator"],
      ...(Array.isArray(state["Branches"]) ? state["Branches"] : []),
    ];
    for (const branch of inner) {
      if (branch === undefined) continue;
      checkFields(asRecord(branch), branchFields, where, problems);
      checkStates(asRecord(branch), where, problems);
    }
  }
}

function checkFields(
  value: Record<string, unknown>,
  allowed: ReadonlySet<string>,
  where: string,
  problems: string[],
): void {
  for (const field of Object.keys(value)) {
    if (!allowed.has(field)) problems.push(`${where}: the field ${field} is not supported`);
  }
  const language = value["QueryLanguage"];
  if (language !== undefined && language !== "JSONPath") {
    problems.push(`${where}: ${JSON.stringify(language)} is not supported`);
  }
}

function checkContextPaths(value: unknown, where: string, problems: string[]): void {
  if (typeof value === "string") {
    for (const [path] of value.matchAll(/\$\$\.[\w.[\]'"*]*/g)) {
      if (!contextPaths.some((known) => known.test(path))) problems.push(`${where}: ${path} is not supported`);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) checkContextPaths(inner, where, problems);
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
