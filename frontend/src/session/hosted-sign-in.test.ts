import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { HostedSignIn } from "./hosted-sign-in.ts";
import { readToken } from "./session.ts";
import { clientId, issuerName, startTestIssuer, type TestIssuer } from "./test-issuer.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const domain = "sign-in.test";
let issuer: TestIssuer;
let items: Map<string, string>;
let went: URL[];
let network: "up" | "down";

beforeAll(async () => void (issuer = await startTestIssuer()));
afterAll(() => issuer.stop());
beforeEach(() => {
  // The library asks the clock itself.
  jest.spyOn(Date, "now").mockReturnValue(now);
  items = new Map();
  went = [];
  network = "up";
  issuer.now = now;
  issuer.claims = {};
  issuer.refreshTokens.clear();
});

/** The dashboard's tab: a reload makes another one with the same storage. */
function tab(): HostedSignIn {
  return new HostedSignIn({
    auth: { domain, client_id: clientId, issuer: issuerName },
    storage: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    },
    origin: "https://vintner.test",
    fetch: async (url, init) => {
      if (network === "down") throw new TypeError("Failed to fetch");
      return fetch(url.replace(`https://${domain}`, issuer.url), init);
    },
    go: (url) => void went.push(new URL(url)),
  });
}

async function signIn(returnTo = "/jobs?status=FAILED") {
  await tab().begin(returnTo);
  const authorize = went.at(-1);
  if (authorize === undefined) throw new Error("The tab went nowhere");
  return { authorize, callback: issuer.approve(authorize) };
}

test("leads to the issuer with PKCE, and finds its way back to where the person was", async () => {
  const { authorize, callback } = await signIn();
  expect([authorize.host, authorize.pathname]).toEqual([domain, "/oauth2/authorize"]);
  expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
    response_type: "code",
    code_challenge_method: "S256",
    redirect_uri: "https://vintner.test/",
  });
  expect(tab().returnTo).toBe("/jobs?status=FAILED");
  const token = await tab().finish(callback);
  expect(readToken(token)).toMatchObject({ name: "anna@example.com", group: "operator" });
  expect([...items.keys()]).toEqual(["vintner.refresh"]);
});

test.each([["//evil.test/x"], ["https://evil.test"], ["/\\evil.test"]])("never goes on to %s", async (returnTo) => {
  await signIn(returnTo);
  expect(tab().returnTo).toBe("/");
});

test("refuses what another tab, or nobody, has begun", async () => {
  const { callback } = await signIn();
  items.clear();
  await expect(tab().finish(callback)).rejects.toThrow("has not begun");
});

test("refuses a wrong state", async () => {
  const { callback } = await signIn();
  callback.set("state", "another");
  await expect(tab().finish(callback)).rejects.toThrow("does not fit this sign-in");
});

test.each([
  ["nonce", { nonce: "another" }],
  ["issuer", { iss: "https://evil.test" }],
  ["audience", { aud: "another" }],
])("refuses an id token with another %s", async (_what, claims) => {
  const { callback } = await signIn();
  issuer.claims = claims;
  await expect(tab().finish(callback)).rejects.toThrow("does not fit this sign-in");
  expect(items.size).toBe(0);
});

test("a code that was used already is told in words", async () => {
  const { callback } = await signIn();
  const pending = new Map(items);
  await tab().finish(callback);
  items = pending;
  await expect(tab().finish(callback)).rejects.toThrow("used already");
});

test("an error that the issuer sends back is shown in its words", async () => {
  const { authorize } = await signIn();
  const state = authorize.searchParams.get("state") ?? "";
  const callback = new URLSearchParams({ error: "access_denied", error_description: "User is not confirmed.", state });
  await expect(tab().finish(callback)).rejects.toThrow("User is not confirmed.");
});

test.each([[-7], [7]])("signs in on a machine whose clock is %d hours wrong", async (hours) => {
  issuer.now = now + hours * 3_600_000;
  const { callback } = await signIn();
  await expect(tab().finish(callback)).resolves.toEqual(expect.any(String));
});

test("goes on after a reload, and gives each refresh token for the next one", async () => {
  await tab().finish((await signIn()).callback);
  const first = items.get("vintner.refresh");
  const reloaded = tab();
  expect(reloaded.canRenew).toBe(true);
  expect(readToken((await reloaded.renew()) ?? "")?.name).toBe("anna@example.com");
  expect(items.get("vintner.refresh")).not.toBe(first);
});

test("a refresh token that the issuer has taken back ends it", async () => {
  await tab().finish((await signIn()).callback);
  issuer.refreshTokens.clear();
  expect(await tab().renew()).toBeUndefined();
  expect(tab().canRenew).toBe(false);
});

test("a network that is down takes nothing away", async () => {
  await tab().finish((await signIn()).callback);
  network = "down";
  await expect(tab().renew()).rejects.toThrow("cannot be reached");
  network = "up";
  expect(await tab().renew()).toBeDefined();
});

test("signing out gives the refresh token back and ends the issuer's session", async () => {
  await tab().finish((await signIn()).callback);
  const left = new Promise<URL>((resolve) => {
    const push = went.push.bind(went);
    went.push = (url) => {
      resolve(url);
      return push(url);
    };
  });
  tab().leave();
  expect((await left).href).toBe(
    `https://${domain}/logout?client_id=${clientId}&logout_uri=https%3A%2F%2Fvintner.test%2F`,
  );
  expect([issuer.refreshTokens.size, items.size]).toEqual([0, 0]);
});
