import { VintnerError } from "../contract/errors.ts";

/** The JSON of a request body; no body is `{}`. */
export function readJson(body: string | undefined, isBase64: boolean, maxBytes: number): unknown {
  const bytes = Buffer.from(body ?? "", isBase64 ? "base64" : "utf8");
  if (bytes.length > maxBytes) {
    throw new VintnerError("PAYLOAD_TOO_LARGE", `The body has ${bytes.length} bytes; at most ${maxBytes} are taken.`);
  }
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const detail = error instanceof SyntaxError ? "is not valid JSON" : "is not valid UTF-8";
    throw new VintnerError("INVALID_REQUEST", `The body ${detail}.`, { errors: [{ pointer: "", detail }] });
  }
}
