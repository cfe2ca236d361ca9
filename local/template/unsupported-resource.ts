/** A value was asked of a resource that is not provided here. */
export class UnsupportedResourceError extends Error {
  constructor(logicalId: string, type: string) {
    super(`it needs ${logicalId}, and the local stack has no ${type}`);
    this.name = "UnsupportedResourceError";
  }
}
