import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestStack, type TestStack } from "../local-stack.ts";
import { signInByUserPool } from "./hosted-sign-in.ts";
import { openDashboard, type Dashboard } from "./dashboard.ts";

const minutes = 60_000;
const screens = fileURLToPath(new URL("../../.vintner/test/screens/", import.meta.url));
let local: TestStack;
let desktop: Dashboard;
let phone: Dashboard;

beforeAll(async () => {
  await mkdir(screens, { recursive: true });
  local = await startTestStack();
  desktop = await openDashboard(local.stack.url);
  phone = await openDashboard(local.stack.url, { viewport: { width: 390, height: 844 } });
}, 2 * minutes);

afterAll(async () => {
  await desktop?.close();
  await phone?.close();
  await local?.stop();
});

/** Presses what starts a job, follows its page to a success, and keeps a picture of it. */
async function succeeds(name: string, press: () => Promise<void>): Promise<void> {
  const { page } = desktop;
  await press();
  await desktop.jobPage();
  await page.locator(".notice-success").waitFor({ timeout: 2 * minutes });
  await page.screenshot({ path: `${screens}${name}-1440.png` });
}

test(
  "a person signs in, connects the seeded account from the first steps, tests it and refreshes what was found",
  async () => {
    await desktop.signIn();
    const { page } = desktop;
    const { url } = local.stack;
    await page.getByRole("heading", { name: /Deploy a Tendril to do/ }).waitFor();
    await page.goto(`${url}/cloud-identities/new`);
    await page.getByLabel("Name").fill("seeded");
    await page.getByRole("button", { name: "Go on to the set-up" }).click();
    await page.waitForURL(/\/cloud-identities\/[0-9a-f-]{36}$/);
    const identity = page.url();
    await page.getByRole("button", { name: "Set up in the seeded account" }).click();
    const testButton = page.getByRole("button", { name: "Test connection" }).and(page.locator(":enabled")).first();
    await succeeds("connection-test", () => testButton.click());
    await page.goto(identity);
    await page
      .getByText(/hosted zones/i)
      .first()
      .waitFor();
    await page.screenshot({ path: `${screens}identity-1440.png` });
    await succeeds("fetch-resources", () => page.getByRole("button", { name: "Refresh resources" }).click());
  },
  4 * minutes,
);

test(
  "a person starts a job on the page and watches it to its end without a reload",
  async () => {
    const id = await desktop.deployTendril("north", "eu-west-1");
    await desktop.page.getByText(": Creating...").first().waitFor({ timeout: minutes });
    const loads = await desktop.page.evaluate(() => performance.getEntriesByType("navigation").length);
    await desktop.page.screenshot({ path: `${screens}running-1440.png` });

    await phone.signIn("viewer");
    await phone.page.goto(`${local.stack.url}/jobs/${id}`);
    await phone.page.getByText(": Creating...").first().waitFor();
    await phone.page.screenshot({ path: `${screens}running-390.png` });
    expect(await phone.page.getByRole("button", { name: "Cancel" }).count()).toBe(0);

    const job = await local.client.closed(id);
    expect(job.status).toBe("SUCCESS");
    for (const dashboard of [desktop, phone]) {
      await dashboard.page.locator(".notice-success").waitFor();
      expect(await dashboard.status()).toMatch(/success/i);
      expect(await dashboard.lines()).toHaveLength(job.log.lines);
      expect(dashboard.problems).toEqual([]);
    }
    expect(await desktop.page.evaluate(() => performance.getEntriesByType("navigation").length)).toBe(loads);
    await desktop.page.screenshot({ path: `${screens}success-1440.png` });
    await phone.page.screenshot({ path: `${screens}success-390.png` });

    await local.client.online("north");
    await desktop.page.goto(local.stack.url);
    await desktop.page.getByRole("heading", { name: "Tendrils: 1 of 1 online" }).waitFor();
    await desktop.page.getByRole("heading", { name: /Deploy a Tendril done/ }).waitFor();
  },
  3 * minutes,
);

test(
  "a person signs in on the user pool's page, comes back to where they were, and leaves there too",
  async () => {
    const { url } = local.stack;
    const dashboard = await openDashboard("about:blank");
    const issuer = await signInByUserPool(dashboard.page, url, local.client.token);
    try {
      const { page, problems } = dashboard;
      await page.goto(`${url}/tendrils?from=a-link`);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("anna@example.com").waitFor();
      expect(page.url()).toBe(`${url}/tendrils?from=a-link`);
      await page.reload();
      await page.getByText("anna@example.com").waitFor();
      const { promise: revoked, resolve: revoke } = Promise.withResolvers<void>();
      await page.route("**/oauth2/revoke", async (route) => {
        await revoked;
        await route.fallback();
      });
      await page.getByRole("button", { name: "Sign out" }).click();
      // Who signed in now would be signed out a moment later.
      await page.getByRole("button", { name: "Signing out…" }).waitFor();
      expect(await page.getByRole("button", { name: "Sign in" }).count()).toBe(0);
      revoke();
      await page.getByRole("button", { name: "Sign in" }).waitFor();
      expect([page.url(), issuer.refreshTokens.size, problems]).toEqual([`${url}/`, 0, []]);
    } finally {
      await dashboard.close();
      await issuer.stop();
    }
  },
  minutes,
);

test(
  "a person cancels a job in the middle and runs it again",
  async () => {
    await desktop.deployTendril("south", "eu-central-1");
    const { page } = desktop;
    await page.getByText(": Creating...").first().waitFor({ timeout: minutes });
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Cancel the job" }).click();
    await page.getByRole("button", { name: "Re-run" }).and(page.locator(":enabled")).waitFor({ timeout: minutes });
    expect(await desktop.status()).toMatch(/cancelled/i);
    await page.screenshot({ path: `${screens}cancelled-1440.png` });
    await page.getByRole("button", { name: "Re-run" }).click();
    await page.locator(".notice-success").waitFor({ timeout: 2 * minutes });
    await page.goto(`${local.stack.url}/tendrils`);
    await page
      .getByRole("row", { name: /south/ })
      .getByText(/online/i)
      .waitFor();
    await page.screenshot({ path: `${screens}tendrils-1440.png` });
    expect(desktop.problems).toEqual([]);
  },
  4 * minutes,
);

test(
  "a person updates the Tendril and destroys it",
  async () => {
    const { page } = desktop;
    const { url } = local.stack;
    const tendril = await local.client.online("north");
    expect((await local.client.post("/local/releases", { version: "9.9.9", healthy: true })).status).toBe(201);
    await page.goto(`${url}/tendrils/${tendril.id}`);
    await succeeds("update-worker", async () => {
      await page.getByRole("button", { name: "Update to 9.9.9" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Update", exact: true }).click();
    });
    await page.goto(`${url}/tendrils/${tendril.id}`);
    await succeeds("destroy-worker", async () => {
      await page.getByRole("button", { name: /^Destroy/ }).click();
      await page.getByRole("dialog").getByRole("textbox").fill("north");
      await page.getByRole("dialog").getByRole("button", { name: "Destroy", exact: true }).click();
    });
    expect((await local.client.tendrils()).map(({ name }) => name)).not.toContain("north");
    expect(desktop.problems).toEqual([]);
  },
  8 * minutes,
);
