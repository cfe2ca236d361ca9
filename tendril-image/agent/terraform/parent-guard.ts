import { spawn } from "node:child_process";

/**
 * A process group of Terraform's own keeps our signals from it, but also lets it live on when we are killed outside of
 * a container. So a shell waits on a pipe that only we hold: once it breaks, the group is killed. The answer ends the
 * shell.
 */
export function guardGroup(groupId: number): () => void {
  const shell = spawn("sh", ["-c", 'read -r _; kill -KILL "-$0"', String(groupId)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: { PATH: process.env["PATH"] },
  });
  // No shell, no guard: in a container none is needed.
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  return () => shell.kill("SIGKILL");
}
