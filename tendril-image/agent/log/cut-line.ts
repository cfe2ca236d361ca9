import { encodedBytes } from "../../../lambdas/contract/log.ts";
import { limits } from "../../../lambdas/contract/limits.ts";
import type { Mask } from "../mask/mask.ts";

/** How much of a line is kept beyond the cap, so that a secret at the cut is seen whole. No form of one is longer. */
export const cutReserveChars = 16 * 1024;

/** What marks a line of which a part was left out. */
const cutMark = " … [line cut]";
const roomBytes = limits.lineMaxBytes - encodedBytes(cutMark) - 1;

/**
 * A line as it may be stored: without secrets, valid Unicode, at most `lineMaxBytes` once JSON-encoded. `wasCut`: the
 * line went on, so its last characters may be the start of a secret and are not shown.
 */
export function cutLine(line: string, mask: Mask, wasCut: boolean): string {
  const shown = wasCut ? Math.max(0, line.length - cutReserveChars) : line.length;
  let left = roomBytes;
  let text = "";
  for (const piece of mask.pieces(line)) {
    const start = piece.end - piece.text.length;
    const visible = piece.secret ? piece.text : piece.text.slice(0, Math.max(0, shown - start));
    const fitting = prefixOf(visible.toWellFormed(), left);
    text += fitting;
    left -= encodedBytes(fitting);
    if (fitting.length < piece.text.length) return text + cutMark;
  }
  return wasCut ? text + cutMark : text;
}

/** The longest start of a text that takes at most so many bytes once encoded; never half a character. */
function prefixOf(text: string, maxBytes: number): string {
  // A UTF-16 unit takes at most 6 bytes (\u0000).
  if (text.length * 6 <= maxBytes || encodedBytes(text) <= maxBytes) return text;
  let low = 0;
  let high = Math.min(text.length, maxBytes);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (encodedBytes(text.slice(0, middle).toWellFormed()) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  const prefix = text.slice(0, low);
  return prefix.isWellFormed() ? prefix : prefix.slice(0, -1);
}
