import { VintnerError } from "../contract/errors.ts";
import type { Secrets } from "../cloud/secrets.ts";
import { hashToken } from "../domain/tokens.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { changeTendril, getTendril } from "../store/tendrils.ts";
import type { StepWork } from "../trellis/run-step.ts";
import { publishTendril } from "../trellis/publish-tendril.ts";
import { deployedTendril } from "./deployed-tendril.ts";

export interface Registrar {
  readonly secrets: Secrets;
  /** A new token: 256 random bits. */
  readonly newToken: () => string;
  readonly now: () => Date;
}

/**
 * Gives the Tendril its token and shows it. The value goes into the secret in the Tendril's region, from which its
 * task gets it; we keep a hash. Done again, it keeps a token that still fits, so that a running Tendril stays online.
 */
export function registerTendril({ secrets, newToken, now }: Registrar): StepWork {
  return async (row, log) => {
    const { region, secret_arn: secretArn } = deployedTendril(row, "REGISTRATION_FAILED");
    const tendril = await getTendril(row.target.id);
    if (tendril === undefined) throw new VintnerError("REGISTRATION_FAILED", "The Tendril's row is gone");
    try {
      const kept = await tokenStillFits(tendril, () => secrets.read(secretArn, region));
      const token = newToken();
      if (!kept) await secrets.write(secretArn, token, region);
      const registered = await changeTendril(tendril.id, {
        set: {
          ...(!kept && { token_hash: hashToken(token) }),
          registered_at: tendril.registered_at ?? now().toISOString(),
        },
      });
      if (registered === undefined) throw new Error("the Tendril's row is gone");
      await log.say(
        kept ? "Kept its token: the secret still holds it" : `Put a new token into its secret in ${region}`,
      );
      await publishTendril(registered, now());
      return `Registered Tendril ${tendril.name}`;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new VintnerError("REGISTRATION_FAILED", `The Tendril could not be registered: ${reason}`, { cause });
    }
  };
}

async function tokenStillFits(row: TendrilRow, read: () => Promise<string | undefined>): Promise<boolean> {
  if (row.token_hash === undefined) return false;
  const token = await read();
  return token !== undefined && hashToken(token) === row.token_hash;
}
