import { nowSeconds } from "./parts.ts";
import type { TaskRun } from "./task-run.ts";

/** Without a time a protection ends after two hours, as in ECS. */
const defaultMinutes = 120;

/** Keeps a service's task from scale-in and deployments. */
export function protect(run: TaskRun, enabled: boolean, expiresInMinutes = defaultMinutes): void {
  run.protect(enabled ? { enabled, until: nowSeconds() + expiresInMinutes * 60 } : { enabled });
}
