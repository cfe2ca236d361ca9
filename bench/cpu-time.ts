import { existsSync, readFileSync } from "node:fs";

/** Of all cores since the machine began, in the kernel's ticks. */
export interface CpuTime {
  readonly busy: number;
  /** A core had work, and the host of this virtual machine ran something else. */
  readonly stolen: number;
}

const file = "/proc/stat";

/** Undefined where there is no Linux. */
export function readCpuTime(): CpuTime | undefined {
  return existsSync(file) ? cpuTimeOf(readFileSync(file, "utf8")) : undefined;
}

/** Of the first line of `/proc/stat`, see proc_stat(5). */
export function cpuTimeOf(stat: string): CpuTime {
  const [user = 0, nice = 0, system = 0, _idle, _ioWait, irq = 0, softIrq = 0, stolen = 0] = stat
    .slice(0, stat.indexOf("\n"))
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { busy: user + nice + system + irq + softIrq, stolen };
}

/** Which part of the time that was wanted in between was stolen, in percent. */
export function stolenPercent(before: CpuTime, after: CpuTime): number {
  const stolen = after.stolen - before.stolen;
  const wanted = after.busy - before.busy + stolen;
  return wanted === 0 ? 0 : (100 * stolen) / wanted;
}
