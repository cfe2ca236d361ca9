import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestStack, type TestStack } from "../local-stack.ts";
import { openDashboard, type Dashboard } from "./dashboard.ts";

const minutes = 60_000;
const screens = fileURLToPath(new URL("../../.vintner/test/screens/", import.meta.url));
let local: TestStack;
let dashboard: Dashboard;

beforeAll(async () => {
  await mkdir(screens, { recursive: true });
  local = await startTestStack();
  dashboard = await openDashboard(local.stack.url);
  await dashboard.signIn();
}, 2 * minutes);

afterAll(async () => {
  await dashboard?.close();
  await local?.stop();
});

/** Presses what starts a job, follows its page to a success, and keeps a picture of it. */
async function succeeds(name: string, press: () => Promise<void>): Promise<void> {
  const { page } = dashboard;
  await press();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await page.locator(".notice-success").waitFor({ timeout: 2 * minutes });
  await page.screenshot({ path: `${screens}${name}-1440.png` });
}

test(
  "all five worker and utility jobs are run from the dashboard",
  async () => {
    const { page } = dashboard;
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

    const deployment = await dashboard.deployTendril("north", "eu-west-1");
    await page.locator(".notice-success").waitFor({ timeout: 2 * minutes });
    await local.client.closed(deployment);
    await page.goto(url);
    await page.getByRole("heading", { name: "Tendrils: 1 of 1 online" }).waitFor();
    expect(await page.getByText("First steps").count()).toBe(0);
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
    expect(await local.client.tendrils()).toEqual([]);
    expect(dashboard.problems).toEqual([]);
  },
  8 * minutes,
);
