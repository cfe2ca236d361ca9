import * as z from "zod";
import { defineFault, type Fault } from "../faults/fault.ts";
import type { FunctionHost } from "./function-host.ts";

/** `function` is a part of a name, such as `WorkerApi`: the template's names have a suffix. */
const schema = z.strictObject({ function: z.string().min(1) });

export function functionFaults(host: FunctionHost): readonly Fault[] {
  return [
    defineFault({
      part: "functions",
      fault: "kill",
      description:
        "All instances of the functions whose name holds `function` are killed in the middle of what they do.",
      schema,
      async apply({ function: part }) {
        const names = host.definitions().map(({ name }) => name);
        const killed = await Promise.all(names.filter((name) => name.includes(part)).map((name) => host.kill(name)));
        return { killed: killed.reduce((sum, count) => sum + count, 0) };
      },
    }),
  ];
}
