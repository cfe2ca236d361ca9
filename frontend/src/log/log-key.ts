/** The parts of a chunk's key, `<attempt:2>.<step:2>.<n:8>`. */
export interface LogKey {
  readonly attempt: number;
  readonly step: number;
  readonly n: number;
}

export function parseLogKey(key: string): LogKey {
  return { attempt: Number(key.slice(0, 2)), step: Number(key.slice(3, 5)), n: Number(key.slice(6)) };
}

/** `<attempt>.<step>`: chunks that share it have one heading. */
export function sectionOf(key: string): string {
  return key.slice(0, 5);
}

export function keyInSection(section: string, n: number): string {
  return `${section}.${String(n).padStart(8, "0")}`;
}
