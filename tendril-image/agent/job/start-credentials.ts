import { isErrorCode, VintnerError } from "../../../lambdas/contract/errors.ts";
import type { StepLog } from "../log/step-log.ts";
import { FencedError, RefusedError } from "../trellis/errors.ts";
import type { StageContext } from "./stage.ts";

/**
 * Gets the job's first credentials and has them kept fresh from then on.
 * @throws the error of the catalogue by which Trellis refuses them, such as ROLE_NOT_ASSUMABLE.
 */
export async function startCredentials({ profiles, credentials }: StageContext, log: StepLog): Promise<void> {
  await profiles.writeConfig();
  try {
    const { target } = await credentials.start();
    log.say(`Got credentials until ${target.expires_at}; they are renewed before`);
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  const isRefused = error instanceof RefusedError && !(error instanceof FencedError);
  if (!isRefused || !isErrorCode(error.code)) return error;
  return new VintnerError(error.code, error.message, { cause: error });
}
