/** What a host and a function's thread say to each other. */
export interface ThreadData {
  readonly modulePath: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
}

export interface ThreadRequest {
  readonly requestId: string;
  readonly event: string;
  /** Epoch milliseconds at which the call times out. */
  readonly deadline: number;
}

/** Said once, when the program is there or cannot be loaded. */
export const loadedMessage = "loaded";

/** `payload` is JSON; absent when the handler answered nothing. */
export type ThreadAnswer =
  | { readonly requestId: string; readonly payload?: string }
  | { readonly requestId: string; readonly error: { errorType: string; errorMessage: string; trace: string[] } };
