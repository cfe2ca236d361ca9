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

/** What renews a token, with the answers that it is to give. */
function keeperOf(...answers: (string | undefined | Error)[]) {
  const left = jest.fn<() => void>();
  const renew = jest.fn(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { renew, leave: left };
}

const hourly = (claims: Readonly<Record<string, unknown>> = {}) => {
  const seconds = Math.floor(Date.now() / 1000);
  return token({ "cognito:username": "anna", iat: seconds, exp: seconds + 3600, ...claims });
};

test("a token with a keeper is renewed before its end, and is never in storage", async () => {
  const memory = new Memory();
  const store = newStore(memory);
  const keeper = keeperOf(token({ "cognito:username": "anna", exp: now / 1000 + 7200 }));
  store.signIn(hourly(), keeper);
  await jest.advanceTimersByTimeAsync(56 * 60_000);
  expect(store.current?.expiresAt).toBe(now + 7_200_000);
  expect(memory.items.size).toBe(0);
});

test("a renewal that gets no answer is tried again while the token lasts", async () => {
  const store = newStore();
  const keeper = keeperOf(new Error("no network"), new Error("no network"), hourly({ sub: "renewed" }));
  const first = hourly();
  store.signIn(first, keeper);
  await jest.advanceTimersByTimeAsync(55 * 60_000 + 45_000);
  expect(keeper.renew).toHaveBeenCalledTimes(3);
  expect(store.current?.token).not.toBe(first);
});

test("the session ends when the issuer gives no more", async () => {
  const store = newStore();
  store.signIn(hourly(), keeperOf(undefined));
  await jest.advanceTimersByTimeAsync(56 * 60_000);
  expect([store.current, store.signedOut]).toEqual([undefined, "expired"]);
});

test("a refused token is renewed at once", async () => {
  const store = newStore();
  const first = hourly();
  store.signIn(first, keeperOf(hourly({ sub: "renewed" })));
  store.refused(first);
  await jest.advanceTimersByTimeAsync(0);
  expect(store.current?.token).not.toBe(first);
});

test("who leaves ends the issuer's session too", () => {
  const store = newStore();
  const keeper = keeperOf();
  store.signIn(hourly(), keeper);
  store.signOut();
  expect([store.current, store.signedOut, keeper.leave.mock.calls.length]).toEqual([undefined, "left", 1]);
});

test("a new token lasts for its lifetime, whatever this machine's clock says", () => {
  const store = newStore();
  store.signIn(token({ iat: now / 1000 - 7200, exp: now / 1000 - 3600 }), keeperOf());
  expect(store.current?.expiresAt).toBe(now + 3_600_000);
});
