import { VintnerError } from "../contract/errors.ts";

/** A row of DynamoDB takes 32, and schemas call themselves for each level. */
const levelsMax = 30;

/** The JSON of a request body; no body is `{}`. */
export function readJson(body: string | undefined, isBase64: boolean, maxBytes: number): unknown {
  const bytes = Buffer.from(body ?? "", isBase64 ? "base64" : "utf8");
  if (bytes.length > maxBytes) {
    throw new VintnerError("PAYLOAD_TOO_LARGE", `The body has ${bytes.length} bytes; at most ${maxBytes} are taken.`);
  }
  if (bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw notTaken(error instanceof SyntaxError ? "is not valid JSON" : "is not valid UTF-8");
  }
  if (isDeeper(value, levelsMax)) throw notTaken(`is nested deeper than ${levelsMax} levels`);
  return value;
}

function isDeeper(value: unknown, levels: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

function notTaken(detail: string): VintnerError {
  return new VintnerError("INVALID_REQUEST", `The body ${detail}.`, { errors: [{ pointer: "", detail }] });
}
