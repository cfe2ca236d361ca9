/** A task could not be started; the message is its `stoppedReason`. */
export class StartFailure extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "StartFailure";
  }
}
