import { HostedSignIn, type HostedAuth } from "./hosted-sign-in.ts";
import { sessionStore } from "./use-session.ts";

/** What the page load found: signed in, nobody yet, or why it went wrong. */
export type Resumed = "signed in" | "nobody";

let resumed: Promise<Resumed> | undefined;

/** Ends a sign-in that the issuer has sent back, or goes on with what this tab holds. Once a page load. */
export function resumeSignIn(auth: HostedAuth): Promise<Resumed> {
  return (resumed ??= resume(auth));
}

/** Leads to the issuer's page, and back to where the person is now. */
export function beginSignIn(auth: HostedAuth): Promise<void> {
  const { pathname, search, hash } = window.location;
  return hostedSignIn(auth).begin(pathname + search + hash);
}

async function resume(auth: HostedAuth): Promise<Resumed> {
  const hosted = hostedSignIn(auth);
  const callback = new URLSearchParams(window.location.search);
  if (window.location.pathname === "/" && (callback.has("code") || callback.has("error"))) {
    // A code in the address is used up now: neither the history nor a reload may hold it. Back first, so that a sign-in
    // that goes wrong is begun again from where the person was.
    window.history.replaceState(null, "", hosted.returnTo);
    sessionStore.signIn(await hosted.finish(callback), hosted);
    return "signed in";
  }
  if (!hosted.canRenew) return "nobody";
  const token = await hosted.renew();
  if (token === undefined) return "nobody";
  sessionStore.signIn(token, hosted);
  return "signed in";
}

function hostedSignIn(auth: HostedAuth): HostedSignIn {
  return new HostedSignIn({
    auth,
    storage: window.sessionStorage,
    origin: window.location.origin,
    fetch: (url, init) => fetch(url, init),
    go: (url) => window.location.assign(url),
  });
}
