import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { may, readToken, SessionStore } from "./session.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

function token(claims: Readonly<Record<string, unknown>>): string {
  return `h.${Buffer.from(JSON.stringify({ exp: now / 1000 + 3600, sub: "s", ...claims })).toString("base64url")}.s`;
}

class Memory {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

beforeEach(() => void jest.useFakeTimers({ now }));
afterEach(() => void jest.useRealTimers());
const newStore = (memory = new Memory()) => new SessionStore(memory, () => Date.now());

test("a token's name, highest group and expiry are read", () => {
  expect(readToken(token({ "cognito:username": "Zoë", "cognito:groups": ["viewer", "operator"] }))).toMatchObject({
    name: "Zoë",
    group: "operator",
    expiresAt: now + 3_600_000,
  });
});

test.each([["nonsense"], ["a.b.c"], [""], [`h.${Buffer.from("{}").toString("base64url")}.s`]])(
  "%j is no token",
  (text) => expect(readToken(text)).toBeUndefined(),
);

test("the session outlives a reload of the tab", () => {
  const memory = new Memory();
  newStore(memory).signIn(token({ "cognito:username": "anna" }));
  expect(newStore(memory).current?.name).toBe("anna");
});

test("the session ends when its token does, and says why", () => {
  const store = newStore();
  store.signIn(token({}));
  jest.advanceTimersByTime(3_600_000);
  expect([store.current, store.signedOut]).toEqual([undefined, "expired"]);
});

test("a token that ran out while the tab was away is not used", () => {
  const memory = new Memory();
  memory.setItem("vintner.token", token({ exp: now / 1000 - 1 }));
  const store = newStore(memory);
  expect([store.current, store.signedOut, memory.items.size]).toEqual([undefined, "expired", 0]);
});

test("a refused token ends its own session only", () => {
  const store = newStore();
  const current = token({ sub: "new" });
  store.signIn(current);
  store.refused(token({ sub: "old" }));
  expect(store.current?.token).toBe(current);
  store.refused(current);
  expect([store.current, store.signedOut]).toEqual([undefined, "expired"]);
});

test("a group may what the lesser groups may", () => {
  const session = { token: "", name: "", group: "operator", expiresAt: 0 } as const;
  expect([may(session, "viewer"), may(session, "operator"), may(session, "admin")]).toEqual([true, true, false]);
});
