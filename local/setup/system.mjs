import { existsSync } from "node:fs";
import { SetupError } from "./setup-error.mjs";

/** `linux-x64`, `linux-arm64`, `darwin-x64` or `darwin-arm64`: WSL2 is Linux. */
export const platform = `${process.platform}-${process.arch}`;

export const isRoot = process.getuid?.() === 0;

/** Windows itself is the one system that is refused: everything here is of Unix. */
export function refuseWindows() {
  if (process.platform === "win32") {
    throw new SetupError("Vintner needs Linux or macOS. On Windows, run it in WSL2: `wsl --install`, then from there.");
  }
}

/**
 * The exact command that brings a part to this system.
 * @param {{debian: string, macos: string, other: string}} names Debian's package, what `brew install` takes, and what
 *   to do where there is neither
 */
export function installCommand({ debian, macos, other }) {
  if (process.platform === "darwin") return `brew install ${macos}`;
  if (existsSync("/etc/debian_version")) return `${isRoot ? "" : "sudo "}apt-get install -y ${debian}`;
  return other;
}
