import type { Page } from "playwright-core";
import type { PublicConfig } from "../../lambdas/contract/public-config.ts";
import { clientId, issuerName, startTestIssuer, type TestIssuer } from "../../frontend/src/session/test-issuer.ts";

/**
 * Makes this page's installation one that signs people in by a user pool: its answers are the test issuer's, under the
 * address that the Content-Security-Policy names. `token` is what the local API takes in place of the issuer's.
 */
export async function signInByUserPool(page: Page, url: string, token: string): Promise<TestIssuer> {
  const issuer = await startTestIssuer();
  issuer.now = Date.now();
  const policy = (await fetch(url)).headers.get("content-security-policy") ?? "";
  const domain = /https:\/\/([\w.-]+\.amazoncognito\.com)/.exec(policy)?.[1] ?? "not-in-the-policy.test";
  await page.route("**/config.json", async (route) => {
    const config = (await (await route.fetch()).json()) as PublicConfig;
    await route.fulfill({
      json: { ...config, auth: { mode: "cognito", domain, client_id: clientId, issuer: issuerName } },
    });
  });
  await page.route(`https://${domain}/**`, async (route) => {
    const asked = new URL(route.request().url());
    if (asked.pathname === "/oauth2/authorize") {
      // Somebody has typed the password.
      const headers = { location: `${asked.searchParams.get("redirect_uri")}?${issuer.approve(asked)}` };
      return route.fulfill({ status: 302, headers });
    }
    if (asked.pathname === "/logout") {
      return route.fulfill({ status: 302, headers: { location: asked.searchParams.get("logout_uri") ?? "" } });
    }
    const answer = await fetch(`${issuer.url}${asked.pathname}`, {
      method: "POST",
      body: new URLSearchParams(route.request().postData() ?? ""),
    });
    const headers = { "access-control-allow-origin": url, "content-type": "application/json" };
    return route.fulfill({ status: answer.status, headers, body: await answer.text() });
  });
  await page.route("**/api/**", (route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${token}` } }),
  );
  return issuer;
}
