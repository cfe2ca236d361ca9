import { ApiProblem, problemOf, unreachable } from "./problem.ts";

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Where the bearer token comes from and who hears that it is no longer good. Set once, by the session. */
interface Credentials {
  token(): string | undefined;
  refused(token: string): void;
}
let credentials: Credentials = { token: () => undefined, refused: () => undefined };

export function takeCredentialsFrom(source: Credentials): void {
  credentials = source;
}

/** Sends one request to Trellis and answers its JSON. Throws an {@link ApiProblem}, or the AbortError of its signal. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options);
  // The routes answer by the contract's schemas; the server's tests hold them to it.
  return (await response.json()) as Answer;
}

/** For routes that answer without a body. */
export async function requestNothing(path: string, options: RequestOptions): Promise<void> {
  await send(path, options);
}

export async function requestText(path: string, options: RequestOptions = {}): Promise<string> {
  return (await send(path, options)).text();
}

async function send(path: string, { method = "GET", body, idempotencyKey, signal }: RequestOptions): Promise<Response> {
  const token = credentials.token();
  const headers = new Headers({ accept: "application/json" });
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (body !== undefined) headers.set("content-type", "application/json");
  if (idempotencyKey !== undefined) headers.set("idempotency-key", idempotencyKey);
  const init: RequestInit = { method, headers, cache: "no-store" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(error);
  }
  if (response.ok) return response;
  if (response.status === 401 && token !== undefined) credentials.refused(token);
  throw new ApiProblem(problemOf(response.status, await response.json().catch(() => undefined)));
}
