import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The container's health check looks for this file (`templates/tendril/service.tf`). It is there once Trellis has
 * accepted a heartbeat, and then stays: a Trellis that is away for a while must not make ECS replace every Tendril.
 */
export function healthFile(folder: string): { readonly clear: () => void; readonly write: () => void } {
  const path = join(folder, "vintner-healthy");
  return {
    clear: () => rmSync(path, { force: true }),
    write: () => writeFileSync(path, ""),
  };
}
