const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `8s`, `2m 05s`, `1h 02m`. Never below zero: clocks of two machines differ. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < minute) return `${whole}s`;
  if (whole < hour) return `${Math.floor(whole / minute)}m ${two(whole % minute)}s`;
  return `${Math.floor(whole / hour)}h ${two(Math.floor((whole % hour) / minute))}m`;
}

/** `just now`, `40 seconds ago`, `3 minutes ago`, `yesterday`; from a month on the date. */
export function relativeTime(at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 5) return "just now";
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (seconds < minute) return format.format(-seconds, "second");
  if (seconds < hour) return format.format(-Math.floor(seconds / minute), "minute");
  if (seconds < day) return format.format(-Math.floor(seconds / hour), "hour");
  if (seconds < 30 * day) return format.format(-Math.floor(seconds / day), "day");
  return new Intl.DateTimeFormat("en", { dateStyle: "medium" }).format(Date.parse(at));
}

export function fullTime(at: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" }).format(Date.parse(at));
}

/** The time of day with seconds, for the details of a job. */
export function shortTime(at: string): string {
  const format = new Intl.DateTimeFormat("en", {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return format.format(Date.parse(at));
}
