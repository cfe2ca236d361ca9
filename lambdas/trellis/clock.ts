import { randomUUID } from "node:crypto";

/** Time and ids, handed in wherever they are needed so that tests decide them. */
export interface Clock {
  readonly now: () => Date;
  readonly newId: () => string;
}

export const systemClock: Clock = { now: () => new Date(), newId: randomUUID };
