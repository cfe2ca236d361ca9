import type * as z from "zod";
import { reasonOf } from "./reason-of.ts";

/** What a cloud answered that is not a success. */
export class CloudAnswerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "CloudAnswerError";
    this.status = status;
  }

  /** The cloud said no, rather than being busy or broken. */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500 && !passing.has(this.status);
  }
}

const passing = new Set([408, 429]);

/** Waits between tries with full jitter up to 0.5, 1, 2, … 8 s, or as long as the cloud asks: 6 tries. */
const triesMax = 6;
const firstDelayMillis = 500;
const longestDelayMillis = 8_000;
/** One answer. A cloud that is slower than this is tried again. */
const answerMillis = 15_000;

export interface JsonRequest<Answer> {
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly token?: string;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** What the answer has to be. */
  readonly answer: z.ZodType<Answer>;
  readonly signal?: AbortSignal;
  /** Longest wait between two tries; tests shorten it. @default 8 s */
  readonly longestDelayMillis?: number | undefined;
}

/** One call of a cloud's REST API: throttling and passing failures are tried again, the answer is checked. */
export async function requestJson<Answer>(request: JsonRequest<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(request);
    } catch (error) {
      request.signal?.throwIfAborted();
      const refused = error instanceof CloudAnswerError && error.isRefusal;
      if (refused || attempt === triesMax) throw error;
      const longest = request.longestDelayMillis ?? longestDelayMillis;
      await pause(Math.random() * Math.min(firstDelayMillis * 2 ** (attempt - 1), longest), request.signal);
    }
  }
}

async function once<Answer>(request: JsonRequest<Answer>): Promise<Answer> {
  const signals = [AbortSignal.timeout(answerMillis), request.signal].filter((signal) => signal !== undefined);
  const { origin, pathname } = new URL(request.url);
  let text: string;
  let status: number;
  try {
    const response = await fetch(request.url, {
      method: request.method ?? "GET",
      headers: headersOf(request),
      // A token is sent to no other place than the one that was meant.
      redirect: "error",
      signal: AbortSignal.any(signals),
      ...bodyOf(request),
    });
    status = response.status;
    text = await response.text();
  } catch (cause) {
    throw new CloudAnswerError(503, `${origin}${pathname} did not answer: ${reasonOf(cause)}`);
  }
  if (status < 200 || status > 299) throw new CloudAnswerError(status, `HTTP ${status}: ${errorText(text)}`);
  const parsed = request.answer.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new CloudAnswerError(502, `${origin}${pathname} answered something malformed${where && ` at ${where}`}`);
}

function headersOf({ token, json }: JsonRequest<unknown>): Record<string, string> {
  return {
    accept: "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(json !== undefined && { "content-type": "application/json" }),
  };
}

function bodyOf({ form, json }: JsonRequest<unknown>): { body?: string | URLSearchParams } {
  if (form !== undefined) return { body: new URLSearchParams(form) };
  return json === undefined ? {} : { body: JSON.stringify(json) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The clouds put what they say into one of these places; never the token that was sent. */
function errorText(text: string): string {
  const body = jsonOf(text) as { error?: unknown; error_description?: unknown } | undefined;
  const error = body?.error;
  const said =
    typeof error === "object" && error !== null
      ? [member(error, "status") ?? member(error, "code"), member(error, "message")]
      : [typeof error === "string" ? error : undefined, body?.error_description];
  const words = said.filter((part) => typeof part === "string" && part !== "").join(": ");
  return (words === "" ? "no reason given" : words).replaceAll(/\s+/g, " ").slice(0, 600).replace(/\.$/, "");
}

function member(value: object, name: string): unknown {
  return (value as Record<string, unknown>)[name];
}

async function pause(millis: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, millis);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
