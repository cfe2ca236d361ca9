import { loadavg } from "node:os";
import { readCpuTime, stolenPercent } from "./cpu-time.ts";
import { percentile } from "./percentile.ts";

export interface Measure {
  readonly name: string;
  /** Milliseconds. */
  readonly values: readonly number[];
  /** The measure that this one is a multiple of. */
  readonly peer?: readonly number[];
}

/** Prints each measure as one row: milliseconds, and the multiple of its peer. */
export function report(title: string, measures: readonly Measure[]): void {
  console.log(`\n${title}`);
  console.table(Object.fromEntries(measures.map((measure) => [measure.name, row(measure)])));
  printLoad();
}

function row({ values, peer }: Measure): Record<string, number | string> {
  const p50 = percentile(values, 50);
  const p99 = percentile(values, 99);
  return {
    "p50 ms": Math.round(p50),
    "p99 ms": Math.round(p99),
    "max ms": Math.round(Math.max(...values)),
    values: values.length,
    ...(peer !== undefined && {
      "p50 × peer": (p50 / percentile(peer, 50)).toFixed(1),
      "p99 × peer": (p99 / percentile(peer, 99)).toFixed(1),
    }),
  };
}

let since = readCpuTime();

/** Figures mean little without it. The host's part is of the time since the report before, or since the program began. */
export function printLoad(): void {
  const [one = 0, five = 0] = loadavg();
  console.log(`Load of the machine, 1 and 5 minutes: ${one.toFixed(1)} and ${five.toFixed(1)}`);
  const now = readCpuTime();
  if (since !== undefined && now !== undefined) {
    console.log(`Of the CPU time that was wanted, its host took ${stolenPercent(since, now).toFixed(0)} % (steal)`);
  }
  since = now;
}
