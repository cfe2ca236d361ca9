import * as z from "zod";
import type { Fault } from "./fault.ts";

export type FaultAnswer =
  | { readonly status: 200; readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: 400; readonly detail: string };

/** The faults of all parts: `GET` and `POST /local/faults`. */
export interface Faults {
  list(): readonly { part: string; fault: string; parameters: readonly string[]; description: string }[];
  set(request: unknown): Promise<FaultAnswer>;
  clear(): void;
}

const requestSchema = z.looseObject({ part: z.string(), fault: z.string() });

export function createFaults(known: readonly Fault[]): Faults {
  const clear = () => {
    for (const fault of known) fault.clear();
  };
  return {
    list() {
      const all = known.map(({ part, fault, parameters, description }) => ({ part, fault, parameters, description }));
      const description = "Takes back every fault that was set and did not happen yet.";
      return [...all, { part: "all", fault: "clear", parameters: [], description }];
    },
    async set(request) {
      const parsed = requestSchema.safeParse(request);
      if (!parsed.success)
        return { status: 400, detail: "The body needs `part` and `fault`; GET lists what is possible." };
      const { part, fault, ...parameters } = parsed.data;
      if (part === "all" && fault === "clear") {
        clear();
        return { status: 200, body: { part, fault } };
      }
      const found = known.find((one) => one.part === part && one.fault === fault);
      if (found === undefined) return { status: 400, detail: `No fault ${part}/${fault}; GET lists what is possible.` };
      try {
        return { status: 200, body: { part, fault, ...(await found.apply(parameters)) } };
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        return { status: 400, detail: z.prettifyError(error) };
      }
    },
    clear,
  };
}
