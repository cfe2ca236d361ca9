import { personOf, type Group, type Person } from "../../../lambdas/contract/person.ts";

/** A signed-in person with the token that proves it. */
export interface Session extends Person {
  readonly token: string;
  /** Epoch milliseconds, by this machine's clock. */
  readonly expiresAt: number;
}

/** Why there is no session: nobody signed in yet, the token ran out, or somebody left. */
export type SignedOut = "never" | "expired" | "left";

/** Who can bring another token before the last one ends. */
export interface Keeper {
  /** Undefined: the issuer gives no more. Rejects when it could not be asked. */
  renew(): Promise<string | undefined>;
  /** Ends what is kept, here and at the issuer. */
  leave(): void;
}

const key = "vintner.token";
const ranks: Readonly<Record<Group, number>> = { viewer: 0, operator: 1, admin: 2 };
/** So long before its end a token is renewed, and so often it is tried. */
const renewBeforeMillis = 5 * 60_000;
const renewAgainMillis = 20_000;
/** setTimeout holds 31 bits; a token that lives for longer than 24 days is not ours. */
const timerMaxMillis = 2 ** 31 - 1;

/**
 * Keeps the session of this tab. A token that nobody renews lives in sessionStorage: it dies with the tab. One with a
 * keeper lives in memory alone.
 */
export class SessionStore {
  #session: Session | undefined;
  #signedOut: SignedOut = "never";
  #keeper: Keeper | undefined;
  #renewing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly #now: () => number;

  constructor(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">, now: () => number) {
    this.#storage = storage;
    this.#now = now;
    const token = storage.getItem(key);
    const kept = token === null ? undefined : readToken(token);
    if (token !== null && (kept === undefined || !this.#open(kept))) this.#end("expired");
  }

  get current(): Session | undefined {
    return this.#session;
  }

  get signedOut(): SignedOut {
    return this.#signedOut;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A token that the issuer has just given. */
  signIn(token: string, keeper?: Keeper): void {
    this.#keeper = keeper;
    const session = freshToken(token, this.#now());
    if (session === undefined || !this.#open(session)) this.#end("expired");
    else if (keeper === undefined) this.#storage.setItem(key, token);
    this.#notify();
  }

  signOut(reason: SignedOut = "left"): void {
    const keeper = this.#keeper;
    this.#end(reason);
    this.#notify();
    if (reason === "left") keeper?.leave();
  }

  /** Trellis refused this token. A late answer to an older token must not end a newer session. */
  refused(token: string): void {
    if (this.#session?.token !== token) return;
    if (this.#keeper === undefined) this.signOut("expired");
    else void this.#renew();
  }

  #open(session: Session): boolean {
    const left = session.expiresAt - this.#now();
    if (left <= 0) return false;
    this.#session = session;
    if (this.#keeper === undefined) this.#after(left, () => this.signOut("expired"));
    // A short life is renewed at half of it, so that a renewal never follows at once.
    else this.#after(Math.max(left - renewBeforeMillis, left / 2), () => void this.#renew());
    return true;
  }

  /** A token that cannot be renewed now is used to its end: a short cut of the network ends no session. */
  async #renew(): Promise<void> {
    const keeper = this.#keeper;
    if (keeper === undefined || this.#renewing) return;
    this.#renewing = true;
    try {
      const token = await keeper.renew();
      if (this.#keeper !== keeper) return;
      if (token === undefined) this.signOut("expired");
      else this.signIn(token, keeper);
    } catch {
      if (this.#keeper === keeper) this.#after(renewAgainMillis, () => void this.#renew());
    } finally {
      this.#renewing = false;
    }
  }

  #end(reason: SignedOut): void {
    clearTimeout(this.#timer);
    this.#storage.removeItem(key);
    this.#session = undefined;
    this.#keeper = undefined;
    this.#signedOut = reason;
  }

  #after(millis: number, callback: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(callback, Math.min(millis, timerMaxMillis));
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

export function may(session: Session, group: Group): boolean {
  return ranks[session.group] >= ranks[group];
}

/** Reads name, group and expiry from a JWT to show them. Only Trellis verifies it. */
export function readToken(token: string): Session | undefined {
  const claims = claimsOf(token);
  const exp = claims?.["exp"];
  if (claims === undefined || typeof exp !== "number") return undefined;
  return { token, ...personOf(claims), expiresAt: exp * 1000 };
}

/** Of a new token the lifetime counts, not the hour that it names: this machine's clock may go wrong. */
function freshToken(token: string, now: number): Session | undefined {
  const session = readToken(token);
  const iat = claimsOf(token)?.["iat"];
  if (session === undefined || typeof iat !== "number") return session;
  return { ...session, expiresAt: now + session.expiresAt - iat * 1000 };
}

/** What a JWT says, unverified. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null ? (claims as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
