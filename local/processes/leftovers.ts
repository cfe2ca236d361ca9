import { readFileSync, readdirSync } from "node:fs";

/** In the environment of everything that a stack starts, and so of what those processes start. */
export const markerVariable = "VINTNER_LOCAL_PROCESS";

export function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, "SIGKILL");
  } catch {
    // Nobody is left in it.
  }
}

/**
 * Kills what carries a marker that starts so: a process can leave its group, but seldom its environment. Linux only
 * (reads /proc); elsewhere the groups have to do.
 */
export function killMarked(marker: string): void {
  const entry = `${markerVariable}=${marker}`;
  for (const id of processIds()) {
    if (
      id === process.pid ||
      !environmentOf(id)
        .split("\0")
        .some((variable) => variable.startsWith(entry))
    )
      continue;
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // Gone in the meantime.
    }
  }
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function environmentOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/environ`, "latin1");
  } catch {
    return "";
  }
}
