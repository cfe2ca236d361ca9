/**
 * A process of its own: `node guard.ts <marker>`. It reads `+<group>` and `-<group>` lines and, when the pipe ends,
 * also because its parent was killed with SIGKILL, kills what is left.
 */
import { createInterface } from "node:readline";
import { killGroup, killMarked } from "./leftovers.ts";

const marker = process.argv[2];
const groups = new Set<number>();

for await (const line of createInterface({ input: process.stdin })) {
  const groupId = Number(line.slice(1));
  if (!Number.isInteger(groupId) || groupId <= 1) continue;
  if (line.startsWith("+")) groups.add(groupId);
  else groups.delete(groupId);
}
for (const groupId of groups) killGroup(groupId);
if (marker) killMarked(marker);
