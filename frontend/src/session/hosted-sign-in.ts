import * as oauth from "oauth4webapi";
import { claimsOf, type Keeper } from "./session.ts";

/** How this installation signs people in: `auth` of `/config.json`. */
export interface HostedAuth {
  readonly domain: string;
  readonly client_id: string;
  readonly issuer: string;
}

export interface HostedParts {
  readonly auth: HostedAuth;
  /** Of this tab: a reload finds its way on, and nothing outlives the tab. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Origin of the dashboard. The issuer sends people back to its root alone. */
  readonly origin: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Leads the browser to another address. */
  readonly go: (url: string) => void;
}

/** What a sign-in has to remember until the issuer sends the person back. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

const pendingKey = "vintner.sign-in";
/**
 * The refresh token is in sessionStorage, so that a reload needs no way round by the issuer. Only our own scripts run
 * under the Content-Security-Policy; the token dies with the tab, after twelve hours, or with its next use.
 */
const refreshKey = "vintner.refresh";

/** Cognito's hosted sign-in, by authorization code with PKCE. Tokens of a person stay in this tab. */
export class HostedSignIn implements Keeper {
  readonly #parts: HostedParts;
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;
  readonly #redirectUri: string;

  constructor(parts: HostedParts) {
    this.#parts = parts;
    const { auth, origin } = parts;
    const at = `https://${auth.domain}/oauth2`;
    this.#server = { issuer: auth.issuer, token_endpoint: `${at}/token`, revocation_endpoint: `${at}/revoke` };
    this.#client = { client_id: auth.client_id };
    this.#redirectUri = `${origin}/`;
  }

  /** Leads to the issuer's page. */
  async begin(returnTo: string): Promise<void> {
    const { auth, storage, go } = this.#parts;
    const pending: Pending = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      verifier: oauth.generateRandomCodeVerifier(),
      returnTo,
    };
    storage.setItem(pendingKey, JSON.stringify(pending));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: auth.client_id,
      redirect_uri: this.#redirectUri,
      scope: "openid email profile",
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: "S256",
    });
    go(`https://${auth.domain}/oauth2/authorize?${query}`);
  }

  /** Where the person was when the sign-in began: a path of the dashboard. */
  get returnTo(): string {
    return safePath(readPending(this.#parts.storage.getItem(pendingKey))?.returnTo ?? "/");
  }

  /** Takes what the issuer sent the person back with: the id token. Rejects with a sentence for a person. */
  async finish(callback: URLSearchParams): Promise<string> {
    const { storage } = this.#parts;
    const pending = readPending(storage.getItem(pendingKey));
    storage.removeItem(pendingKey);
    if (pending === undefined) throw new Error("This tab has not begun this sign-in. Begin again.");
    try {
      const parameters = oauth.validateAuthResponse(this.#server, this.#client, callback, pending.state);
      const response = await oauth.authorizationCodeGrantRequest(
        this.#server,
        this.#client,
        oauth.None(),
        parameters,
        this.#redirectUri,
        pending.verifier,
        this.#options(),
      );
      const client = await this.#byItsClock(response);
      const tokens = await oauth.processAuthorizationCodeResponse(this.#server, client, response, {
        expectedNonce: pending.nonce,
        requireIdToken: true,
      });
      return this.#keep(tokens);
    } catch (error) {
      throw new Error(sentenceOf(error), { cause: error });
    }
  }

  /** Whether this tab can go on without the issuer's page. */
  get canRenew(): boolean {
    return this.#parts.storage.getItem(refreshKey) !== null;
  }

  async renew(): Promise<string | undefined> {
    const { storage } = this.#parts;
    const refreshToken = storage.getItem(refreshKey);
    if (refreshToken === null) return undefined;
    try {
      const response = await oauth.refreshTokenGrantRequest(
        this.#server,
        this.#client,
        oauth.None(),
        refreshToken,
        this.#options(),
      );
      const client = await this.#byItsClock(response);
      return this.#keep(await oauth.processRefreshTokenResponse(this.#server, client, response));
    } catch (error) {
      if (!(error instanceof oauth.ResponseBodyError) || error.status >= 500) {
        throw new Error(sentenceOf(error), { cause: error });
      }
      storage.removeItem(refreshKey);
      return undefined;
    }
  }

  /** Gives the refresh token back and ends the issuer's own session, so that the next sign-in asks who it is. */
  leave(): void {
    const { auth, storage, go } = this.#parts;
    const refreshToken = storage.getItem(refreshKey);
    storage.removeItem(refreshKey);
    const query = new URLSearchParams({ client_id: auth.client_id, logout_uri: this.#redirectUri });
    const revoked =
      refreshToken === null
        ? Promise.resolve()
        : oauth.revocationRequest(this.#server, this.#client, oauth.None(), refreshToken, this.#options());
    // Who wants to leave leaves, also when the token could not be given back.
    void revoked.catch(() => undefined).then(() => go(`https://${auth.domain}/logout?${query}`));
  }

  #keep({ id_token, refresh_token }: oauth.TokenEndpointResponse): string {
    if (refresh_token !== undefined) this.#parts.storage.setItem(refreshKey, refresh_token);
    if (id_token === undefined) throw new Error("The issuer gave no id token.");
    return id_token;
  }

  /**
   * A machine whose clock goes wrong would find every new token expired or not valid yet. The token comes from the
   * issuer itself, just made: its `iat` is the issuer's time. Whether it is good is Trellis's to say.
   */
  async #byItsClock(response: Response): Promise<oauth.Client> {
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    const idToken = typeof body === "object" && body !== null && "id_token" in body ? body.id_token : undefined;
    const iat = typeof idToken === "string" ? claimsOf(idToken)?.["iat"] : undefined;
    if (typeof iat !== "number") return this.#client;
    return { ...this.#client, [oauth.clockSkew]: Math.round(iat - Date.now() / 1000) };
  }

  #options() {
    return { [oauth.customFetch]: this.#parts.fetch };
  }
}

function readPending(text: string | null): Pending | undefined {
  try {
    return text === null ? undefined : (JSON.parse(text) as Pending);
  } catch {
    return undefined;
  }
}

/** Never another site's address, and never the address of a sign-in itself. */
function safePath(path: string): string {
  return /^\/(?![/\\])/.test(path) ? path : "/";
}

function sentenceOf(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError) {
    return error.error_description ?? `The sign-in answered ${error.error}.`;
  }
  if (error instanceof oauth.ResponseBodyError) {
    if (error.error === "invalid_grant") return "This sign-in was used already, or took too long. Begin again.";
    return error.error_description ?? `The sign-in answered ${error.error}.`;
  }
  if (error instanceof oauth.OperationProcessingError) return `The answer does not fit this sign-in: ${error.message}.`;
  return "The sign-in cannot be reached. Check the connection and try again.";
}
