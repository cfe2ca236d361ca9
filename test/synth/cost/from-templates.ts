import * as z from "zod";
import { resourcesOf, type Template } from "../template.ts";

/** What the platform runner is made of. */
export function runnerSize(app: Template): { readonly vcpu: number; readonly gb: number } {
  const [definition] = resourcesOf(app, "AWS::ECS::TaskDefinition");
  const { Cpu, Memory } = z.object({ Cpu: z.coerce.number(), Memory: z.coerce.number() }).parse(definition?.[1]);
  return { vcpu: Cpu / 1024, gb: Memory / 1024 };
}

/** Of a function, by its construct id. */
export function memoryGb(app: Template, name: string): number {
  const found = resourcesOf(app, "AWS::Lambda::Function").find(([id]) => id.replace(/[0-9A-F]{8}$/, "") === name);
  return z.object({ MemorySize: z.number() }).parse(found?.[1]).MemorySize / 1024;
}

/** An alarm is charged for each metric that it looks at. */
export function alarmMetrics(app: Template): number {
  const alarm = z.object({ Metrics: z.array(z.object({ MetricStat: z.unknown().optional() })).optional() });
  const counts = resourcesOf(app, "AWS::CloudWatch::Alarm").map(([, properties]) => {
    const { Metrics } = alarm.parse(properties);
    return Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

const machine = z.object({
  StartAt: z.string(),
  States: z.record(z.string(), z.object({ Next: z.string().optional(), Default: z.string().optional() })),
});

/** The states that an execution goes through when nothing fails. */
export function transitionsOf(app: Template, machineName: string): number {
  const found = resourcesOf(app, "AWS::StepFunctions::StateMachine").find(
    ([, { StateMachineName }]) => StateMachineName === machineName,
  );
  const { "Fn::Join": join } = z
    .object({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) })
    .parse(found?.[1]["DefinitionString"]);
  const text = join[1].map((part) => (typeof part === "string" ? part : "reference")).join("");
  const { StartAt, States } = machine.parse(JSON.parse(text));
  let count = 0;
  for (let name: string | undefined = StartAt; name !== undefined; count += 1) {
    name = States[name]?.Next ?? States[name]?.Default;
  }
  return count;
}
