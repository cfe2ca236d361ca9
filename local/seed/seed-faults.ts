import * as z from "zod";
import type { CloudClient } from "../cloud/cloud-client.ts";
import { defineFault, type Fault } from "../faults/fault.ts";
import { seedManySubnets } from "./account.ts";

/** What can be put into the seeded account on purpose. */
export function seedFaults(moto: CloudClient): readonly Fault[] {
  return [
    defineFault({
      part: "aws",
      fault: "many-subnets",
      description:
        "The seeded account gets a network with `count` more subnets in `region`; answered once they are there.",
      schema: z.strictObject({
        count: z.int().min(1).max(4096).default(1200),
        region: z.string().min(1).default("eu-west-1"),
      }),
      apply: ({ count, region }) => seedManySubnets(moto, count, region),
    }),
  ];
}
