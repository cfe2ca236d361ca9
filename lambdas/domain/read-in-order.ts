import type { Chunk } from "../contract/log.ts";
import { keyAfter, logKey, parseLogKey, stepPrefix } from "./log-keys.ts";

type Placed = Pick<Chunk, "key" | "last">;

/** A reader's place: the key it has come to, and whether that chunk ended its step. */
export interface Place {
  readonly key: string;
  readonly ended: boolean;
}

export interface Contiguous<Item> {
  /** What may be read now, in order. */
  readonly items: readonly Item[];
  /** The first key that is neither there nor declared; undefined when nothing is in the way. */
  readonly hole: string | undefined;
}

/**
 * How far a reader may go. Within a step `n` has no holes, and a step is left only behind its last chunk: what is not
 * there yet may still come, and a reader that passed it would lose it. Declared keys do not stop a reader.
 */
export function readInOrder<Item extends Placed>(
  found: readonly Item[],
  from: Place | undefined,
  missing: ReadonlySet<string>,
): Contiguous<Item> {
  let place = from;
  for (const [index, item] of found.entries()) {
    const hole = firstHole(place, item.key, missing);
    if (hole !== undefined) return { items: found.slice(0, index), hole };
    place = { key: item.key, ended: item.last === true };
  }
  return { items: found, hole: undefined };
}

function firstHole(place: Place | undefined, next: string, missing: ReadonlySet<string>): string | undefined {
  const { attempt, step, n } = parseLogKey(next);
  const sameStep = place !== undefined && stepPrefix(place.key) === stepPrefix(next);
  if (!sameStep && place !== undefined && !place.ended) {
    // A step whose tail is given up ends with what is given up.
    if (!missing.has(place.key) && !missing.has(keyAfter(place.key))) return keyAfter(place.key);
  }
  const first = sameStep ? parseLogKey(place.key).n + 1 : 1;
  for (let wanted = first; wanted < n; wanted += 1) {
    const key = logKey({ attempt, step, n: wanted });
    if (!missing.has(key)) return key;
  }
  return undefined;
}

/**
 * The keys that a log lacks within its steps, given all of its keys in order: what the closer declares. `n` grows to
 * 8 digits, so that one far key could stand for 10⁸ holes: after `max` the rest is left out.
 */
export function undeclaredHoles(keys: readonly string[], missing: ReadonlySet<string>, max: number): string[] {
  const holes: string[] = [];
  let previous: string | undefined;
  for (const key of keys) {
    const { attempt, step, n } = parseLogKey(key);
    const start = previous !== undefined && stepPrefix(previous) === stepPrefix(key) ? parseLogKey(previous).n + 1 : 1;
    for (let wanted = start; wanted < n && holes.length < max; wanted += 1) {
      const hole = logKey({ attempt, step, n: wanted });
      if (!missing.has(hole)) holes.push(hole);
    }
    previous = key;
  }
  return holes;
}
