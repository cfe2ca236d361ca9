import { limits } from "../../../lambdas/contract/limits.ts";
import { VintnerError, type ErrorCode } from "../../../lambdas/contract/errors.ts";
import type { TerraformEnd } from "../terraform/terraform-process.ts";

/** The job is stopped: by whom, the stop order tells. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/** Terraform was killed while it may have been changing things: nobody knows what its state is worth. */
export class LostTerraformError extends Error {
  override readonly name = "LostTerraformError";
}

export function isDiskFull(text: string): boolean {
  return /no space left on device|ENOSPC/i.test(text);
}

/** Why a Terraform command that was not stopped has failed, in one sentence. */
export function failureOf(code: ErrorCode, command: string, end: TerraformEnd, said: string | undefined): VintnerError {
  if (end.signal !== null) return new VintnerError(code, killedText(command, end.signal));
  const message = said ?? `${command} ended with exit code ${end.code}`;
  return new VintnerError(isDiskFull(message) ? "DISK_FULL" : code, message.slice(0, limits.errorMessageMaxChars));
}

export function killedText(command: string, signal: string): string {
  const why = signal === "SIGKILL" ? ", most likely because the container's memory was used up" : "";
  return `${command} was killed by ${signal}${why}`;
}
