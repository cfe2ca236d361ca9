import { chromium, type BrowserContextOptions, type Page } from "playwright-core";

/** The dashboard in a real Chromium, driven as a person would. `problems` holds what its console said was wrong. */
export interface Dashboard {
  readonly page: Page;
  /** Errors of the page's scripts and violations of the Content-Security-Policy. */
  readonly problems: readonly string[];
  signIn(group?: "viewer" | "operator" | "admin"): Promise<void>;
  /** Fills in the form and sends it; answers the id of the job whose page it led to. */
  deployTendril(name: string, region: string): Promise<string>;
  /** Waits for a job's page and answers its id; throws what the page said when the job was refused. */
  jobPage(): Promise<string>;
  /** The words of the status badge on a job page. */
  status(): Promise<string>;
  /** The lines that the job page shows, without their numbers. */
  lines(): Promise<string[]>;
  close(): Promise<void>;
}

/** `CHROMIUM` names the browser when it is not Debian's. */
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const quiet = ["--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"];
/** Root, as in most containers, has no sandbox. */
const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

export async function openDashboard(url: string, options: BrowserContextOptions = {}): Promise<Dashboard> {
  const browser = await chromium.launch({ executablePath, args: [...quiet, ...sandbox] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  // As for Jest: a full machine is no failure.
  page.setDefaultTimeout(60_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) problems.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    problems,
    signIn: (group = "admin") => signIn(page, group),
    deployTendril: (name, region) => deployTendril(page, url, name, region),
    jobPage: () => jobPage(page),
    status: () => page.locator(".job .badge").innerText(),
    lines: () => page.locator(".log .line-text").allTextContents(),
    close: () => browser.close(),
  };
}

async function signIn(page: Page, group: string): Promise<void> {
  await page.getByRole("radio", { name: new RegExp(`^${group}`) }).check();
  await page.getByRole("button", { name: "Sign in on this machine" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

async function deployTendril(page: Page, url: string, name: string, region: string): Promise<string> {
  await page.goto(`${url}/tendrils/new`);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("combobox", { name: "Region" }).fill(region);
  await page.getByRole("option", { name: new RegExp(`^${region}`) }).click();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  return jobPage(page);
}

async function jobPage(page: Page): Promise<string> {
  const refusal = page.locator(".notice-failed").first();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/).catch(async (error: unknown) => {
    throw (await refusal.isVisible()) ? new Error(await refusal.innerText()) : error;
  });
  return new URL(page.url()).pathname.slice("/jobs/".length);
}
