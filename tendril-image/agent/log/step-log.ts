import type { Stream } from "../../../lambdas/contract/log.ts";

/** Where the work of one step is told. */
export interface StepLog {
  /** One line of Terraform's, without its end. `wasCut`: more of it was left out. */
  line(stream: Stream, text: string, wasCut?: boolean): void;
  /** The platform's own words. */
  say(text: string): void;
  /** Nothing follows: the step's last chunk leaves. */
  end(): void;
}
