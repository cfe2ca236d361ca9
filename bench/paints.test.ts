import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openDashboard, type Dashboard } from "../test/browser/dashboard.ts";
import { observePaints, paintsOf } from "./paints.ts";

interface TestWindow extends Window {
  /** By the number of the line: when Chromium says that it painted it, in epoch milliseconds. */
  truth: Record<string, number>;
}

const writtenAt = 1;
const page = `<!doctype html><title>Lines</title><body><script>
const truth = (window.truth = {});
new PerformanceObserver((list) => {
  for (const { identifier, paintTime } of list.getEntries()) truth[identifier] = performance.timeOrigin + paintTime;
}).observe({ type: "element", buffered: true });
const write = (line) => {
  const text = document.createElement("p");
  text.setAttribute("elementtiming", line);
  text.textContent = "bench " + line + " ${writtenAt}";
  document.body.append(text);
};
const ways = [
  (line) => requestAnimationFrame(() => write(line)),
  (line) => requestAnimationFrame(() => queueMicrotask(() => write(line))),
  (line) => setTimeout(() => write(line)),
];
let line = 0;
const next = () => {
  if (line === 30) return;
  ways[line % 3](line);
  line += 1;
  requestAnimationFrame(() => requestAnimationFrame(next));
};
next();
</script>`;

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await openDashboard("about:blank");
});

afterAll(() => dashboard.close());

test("a line's paint is never dated before Chromium's own date of it, whenever in a frame it came", async () => {
  const tab = dashboard.page;
  await tab.route("http://lines.test/", (route) => route.fulfill({ contentType: "text/html", body: page }));
  await observePaints(tab);
  await tab.goto("http://lines.test/");
  const seen = await paintsOf(tab, 30, 30_000);
  await tab.waitForFunction(() => Object.keys((window as unknown as TestWindow).truth).length === 30);
  const truth = await tab.evaluate(() => Object.values((window as unknown as TestWindow).truth));
  // A date here is whole milliseconds.
  expect(seen.filter((at, line) => at + writtenAt + 1 < (truth[line] ?? Infinity))).toEqual([]);
});
