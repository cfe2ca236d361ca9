/** A fault that happens a number of times: armed with a count, and taken one by one. */
export interface Countdown {
  readonly arm: (count: number) => void;
  /** Whether the fault happens now. */
  readonly take: () => boolean;
  readonly clear: () => void;
}

export function createCountdown(): Countdown {
  let left = 0;
  return {
    arm(count) {
      left = count;
    },
    take() {
      if (left === 0) return false;
      left -= 1;
      return true;
    },
    clear() {
      left = 0;
    },
  };
}
