import type * as z from "zod";

/** A way in which a part of the local stack can be made to fail on purpose. */
export interface Fault {
  readonly part: string;
  readonly fault: string;
  /** One sentence for a person: what happens then. */
  readonly description: string;
  /** What else a request may say, by name. */
  readonly parameters: readonly string[];
  /** Rejects with a ZodError when the parameters do not fit. */
  apply(parameters: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** Takes back what was set and did not happen yet. */
  clear(): void;
}

interface FaultDefinition<Shape extends z.ZodRawShape> {
  readonly part: string;
  readonly fault: string;
  readonly description: string;
  readonly schema: z.ZodObject<Shape>;
  /** What it answers is told to the one who asked. */
  readonly apply: (
    parameters: z.infer<z.ZodObject<Shape>>,
  ) => void | Readonly<Record<string, unknown>> | Promise<void | Readonly<Record<string, unknown>>>;
  readonly clear?: () => void;
}

export function defineFault<Shape extends z.ZodRawShape>(definition: FaultDefinition<Shape>): Fault {
  return {
    part: definition.part,
    fault: definition.fault,
    description: definition.description,
    parameters: Object.keys(definition.schema.shape),
    apply: async (parameters) => (await definition.apply(definition.schema.parse(parameters))) ?? {},
    clear: definition.clear ?? (() => {}),
  };
}
