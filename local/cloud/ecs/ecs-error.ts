/** An error that the ECS API answers, such as `ClusterNotFoundException`. */
export class EcsError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = code;
    this.code = code;
  }
}
