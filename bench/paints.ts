import type { Page } from "playwright-core";

interface PaintWindow extends Window {
  paints?: Map<number, number>;
}

/**
 * Makes a page note how long after it was written each line was painted: a MutationObserver sees the line come, a
 * ResizeObserver that is new by then is called in the frame that paints it, and the first task behind that frame is when
 * it has been painted. Call it before the page is opened.
 */
export async function observePaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const paints = new Map<number, number>();
    (window as PaintWindow).paints = paints;
    const seen = new Set<number>();
    const observer = new MutationObserver((records) => {
      const written = new Map<number, number>();
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        for (const [, line, at] of (node.textContent ?? "").matchAll(/bench (\d+) (\d+)/g)) {
          if (seen.has(Number(line))) continue;
          seen.add(Number(line));
          written.set(Number(line), Number(at));
        }
      }
      if (written.size === 0) return;
      const frame = new ResizeObserver(() => {
        frame.disconnect();
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => {
          const now = Date.now();
          for (const [line, at] of written) paints.set(line, now - at);
        });
        port1.start();
        port2.postMessage(undefined);
      });
      frame.observe(document.documentElement);
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
  });
}

/** Resolves once so many lines were painted, with their milliseconds; rejects when they are not in time. */
export async function paintsOf(page: Page, lines: number, timeoutMillis: number): Promise<readonly number[]> {
  await page.waitForFunction((count) => ((window as PaintWindow).paints?.size ?? 0) >= count, lines, {
    timeout: timeoutMillis,
    polling: 500,
  });
  return page.evaluate(() => [...((window as PaintWindow).paints ?? [])].map(([, millis]) => millis));
}
