import { VintnerError } from "../../contract/errors.ts";
import { platformWorkerId, workerHeaders } from "../../contract/worker.ts";
import type { TendrilRow } from "../../domain/tendril-row.ts";
import { hashToken, sameSecret } from "../../domain/tokens.ts";
import { getTendril } from "../../store/tendrils.ts";
import type { RequestHeaders } from "../handler.ts";
import type { PlatformToken } from "./platform-token.ts";

/** Who sent a request. The platform runner has no row; its work has jobs alone. */
export interface Worker {
  readonly id: string;
  /** As the worker sent it: needed to work out its jobs' tokens, never kept. */
  readonly token: string;
  readonly tendril: TendrilRow | undefined;
}

/** Finds out who a worker is. What is wrong stays unsaid: a missing id and a wrong token get the same answer. */
export async function authenticate(headers: RequestHeaders, platformToken: PlatformToken): Promise<Worker> {
  const id = headers[workerHeaders.id] ?? "";
  const token = headers[workerHeaders.token] ?? "";
  if (id === "" || token === "") throw rejected();
  if (id === platformWorkerId) {
    if (!(await platformToken.fits(token))) throw rejected();
    return { id, token, tendril: undefined };
  }
  const tendril = idPattern.test(id) ? await getTendril(id) : undefined;
  if (tendril?.token_hash === undefined || !sameSecret(hashToken(token), tendril.token_hash)) throw rejected();
  return { id, token, tendril };
}

const idPattern = /^[0-9a-f-]{36}$/;

function rejected(): VintnerError {
  return new VintnerError("WORKER_REJECTED", "The worker's id or token is missing or not valid");
}
