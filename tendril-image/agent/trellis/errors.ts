/** Trellis did not answer, or said that it cannot at the moment: the same request may succeed later. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  /** Undefined when there was no answer at all. */
  readonly status: number | undefined;

  constructor(message: string, options: { readonly status?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.status = options.status;
  }
}

/** Trellis will never take this request. */
export class RefusedError extends Error {
  override readonly name: string = "RefusedError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** The worker or the job is not ours any more: whatever goes on here must stop. */
export class FencedError extends RefusedError {
  override readonly name = "FencedError";
}

const fencingStatuses = new Set([401, 403, 404, 409]);

export function refusal(status: number, code: string, detail: string): RefusedError {
  return fencingStatuses.has(status) ? new FencedError(status, code, detail) : new RefusedError(status, code, detail);
}
