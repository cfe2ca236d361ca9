const unitMillis: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The interval of a `rate(…)` expression, in milliseconds. */
export function rateMillis(expression: string): number {
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const unit = unitMillis[match?.[2] ?? ""];
  if (unit === undefined) throw new Error(`The schedule ${expression} is not known to the local stack: use rate(…)`);
  return Number(match?.[1]) * unit;
}
