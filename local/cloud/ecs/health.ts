import type { Processes } from "../../processes/processes.ts";
import type { HealthCheck, HealthStatus } from "./shapes.ts";

export interface HealthWatch {
  stop(): void;
}

/** Runs a container's health check as Docker does, and tells each change of its health. */
export function watchHealth(
  processes: Processes,
  check: HealthCheck,
  env: Readonly<Record<string, string>>,
  tell: (health: HealthStatus) => void,
): HealthWatch {
  const { interval = 30, retries = 3, startPeriod = 0 } = check;
  const startedAt = Date.now();
  let health: HealthStatus = "UNKNOWN";
  let failures = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const change = (to: HealthStatus) => {
    if (to === health || stopped) return;
    health = to;
    tell(to);
  };
  const probe = async () => {
    const passed = await passes(processes, check, env);
    if (passed) failures = 0;
    // A failure within the start period does not count, until the first success ends it.
    else if (health === "HEALTHY" || Date.now() - startedAt >= startPeriod * 1000) failures++;
    if (passed) change("HEALTHY");
    else if (failures >= retries) change("UNHEALTHY");
    if (!stopped) timer = setTimeout(() => void probe(), interval * 1000);
  };
  // Docker waits for one interval; ECS looks sooner while a container starts, and so do we.
  timer = setTimeout(() => void probe(), Math.min(interval, 1) * 1000);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function passes(
  processes: Processes,
  check: HealthCheck,
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const [form = "", ...words] = check.command;
  const [command = "", ...args] =
    form === "CMD-SHELL" ? ["sh", "-c", words.join(" ")] : form === "CMD" ? words : [form, ...words];
  try {
    const started = await processes.start({ name: "health check", command, args, env });
    const timeout = setTimeout(() => void started.stop(0), (check.timeout ?? 5) * 1000);
    const { code } = await started.exited;
    clearTimeout(timeout);
    return code === 0;
  } catch {
    // A check that cannot be started has failed.
    return false;
  }
}
