/** A function's error as Lambda answers it in the payload of an invocation. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: FunctionError };

/** A call that waits for an instance. `event` is JSON. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  readonly resolve: (result: InvokeResult) => void;
}

export function functionError(errorType: string, errorMessage: string, trace?: readonly string[]): InvokeResult {
  return { ok: false, error: { errorType, errorMessage, ...(trace === undefined ? {} : { trace }) } };
}
