import type { AwsCredentials, CredentialsAnswer } from "../../../lambdas/contract/worker.ts";
import { pause, type Clock } from "../clock.ts";
import type { Mask } from "../mask/mask.ts";
import type { StopOrder } from "../stop-order.ts";
import { earlyExpirySeconds, profiles, type AwsProfiles } from "../terraform/aws-profiles.ts";

export interface CredentialKeeperOptions {
  readonly fetch: () => Promise<CredentialsAnswer>;
  readonly files: Pick<AwsProfiles, "writeCredentials">;
  readonly mask: Mask;
  readonly clock: Clock;
  readonly stop: StopOrder;
}

/** A renewal that failed is tried again so soon. */
const againMillis = 15_000;

/**
 * Keeps Terraform's credentials fresh: renewed at half of their life. If they still are not renewed when Terraform is
 * told that they expired, there are five minutes left in which it is interrupted and saves its state.
 */
export class CredentialKeeper {
  readonly #options: CredentialKeeperOptions;
  readonly #ended = new AbortController();
  #current: CredentialsAnswer | undefined;

  constructor(options: CredentialKeeperOptions) {
    this.#options = options;
  }

  /** Gets the first ones; from then on they are renewed until `end`. */
  async start(): Promise<CredentialsAnswer> {
    const credentials = await this.#fetch();
    void this.#keep(credentials);
    return credentials;
  }

  /** The newest for what the job is about. */
  get target(): AwsCredentials {
    if (this.#current === undefined) throw new Error("There are no credentials yet");
    return this.#current.target;
  }

  end(): void {
    this.#ended.abort();
  }

  async #fetch(): Promise<CredentialsAnswer> {
    const credentials = await this.#options.fetch();
    for (const name of profiles) {
      const { access_key_id, secret_access_key, session_token } = credentials[name];
      this.#options.mask.add(access_key_id, secret_access_key, session_token);
    }
    await this.#options.files.writeCredentials(credentials);
    this.#current = credentials;
    return credentials;
  }

  async #keep(first: CredentialsAnswer): Promise<void> {
    const { clock, stop } = this.#options;
    let expiry = expiryOf(first);
    while (!this.#ended.signal.aborted) {
      await pause(clock, (expiry - clock.now().getTime()) / 2, this.#ended.signal);
      const renewed = await this.#renew(expiry);
      if (renewed === undefined) {
        if (!this.#ended.signal.aborted) stop.request("credentials_expired");
        return;
      }
      expiry = expiryOf(renewed);
    }
  }

  /** Undefined when it did not succeed in time. Whatever failed is tried again; the fence stops the job by itself. */
  async #renew(expiry: number): Promise<CredentialsAnswer | undefined> {
    const { clock } = this.#options;
    while (!this.#ended.signal.aborted && clock.now().getTime() < expiry) {
      const abandoned = pause(clock, expiry - clock.now().getTime(), this.#ended.signal);
      const renewed = await Promise.race([this.#fetch().catch(() => undefined), abandoned]);
      if (renewed !== undefined) return renewed;
      await pause(clock, againMillis, this.#ended.signal);
    }
    return undefined;
  }
}

/** The end of what Terraform is told, which is before the real one. */
function expiryOf(credentials: CredentialsAnswer): number {
  const expiries = profiles.map((name) => Date.parse(credentials[name].expires_at));
  return Math.min(...expiries) - earlyExpirySeconds * 1000;
}
