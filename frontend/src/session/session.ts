import type { Group } from "../../../lambdas/contract/person.ts";

/** A signed-in person with the token that proves it. */
export interface Session {
  readonly token: string;
  readonly name: string;
  readonly group: Group;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Why there is no session: nobody signed in yet, or the token ran out. */
export type SignedOut = "never" | "expired" | "left";

const key = "vintner.token";
const ranks: Readonly<Record<Group, number>> = { viewer: 0, operator: 1, admin: 2 };

/** Keeps the session of this tab. The token lives in sessionStorage: it dies with the tab. */
export class SessionStore {
  #session: Session | undefined;
  #signedOut: SignedOut = "never";
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly #now: () => number;

  constructor(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">, now: () => number) {
    this.#storage = storage;
    this.#now = now;
    const token = storage.getItem(key);
    if (token !== null) this.#open(token, "expired");
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

  signIn(token: string): void {
    this.#open(token, "expired");
    this.#notify();
  }

  signOut(reason: SignedOut = "left"): void {
    clearTimeout(this.#timer);
    this.#storage.removeItem(key);
    this.#session = undefined;
    this.#signedOut = reason;
    this.#notify();
  }

  /** Trellis refused this token. A late answer to an older token must not end a newer session. */
  refused(token: string): void {
    if (this.#session?.token === token) this.signOut("expired");
  }

  #open(token: string, otherwise: SignedOut): void {
    const session = readToken(token);
    if (session === undefined || session.expiresAt <= this.#now()) {
      this.#storage.removeItem(key);
      this.#signedOut = otherwise;
      return;
    }
    this.#storage.setItem(key, token);
    this.#session = session;
    clearTimeout(this.#timer);
    // setTimeout holds 31 bits; a token that lives for longer than 24 days is not ours.
    this.#timer = setTimeout(() => this.signOut("expired"), Math.min(session.expiresAt - this.#now(), 2 ** 31 - 1));
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
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== "object" || claims === null) return undefined;
    const fields = claims as Readonly<Record<string, unknown>>;
    if (typeof fields["exp"] !== "number") return undefined;
    const name = [fields["cognito:username"], fields["email"], fields["sub"]].find(
      (value) => typeof value === "string",
    );
    return {
      token,
      name: name ?? "someone",
      group: highestGroup(fields["cognito:groups"]),
      expiresAt: fields["exp"] * 1000,
    };
  } catch {
    return undefined;
  }
}

function highestGroup(groups: unknown): Group {
  if (!Array.isArray(groups)) return "viewer";
  if (groups.includes("admin")) return "admin";
  return groups.includes("operator") ? "operator" : "viewer";
}
