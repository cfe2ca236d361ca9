/** A request to Trellis as a command can send it. */
export interface CurlRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** The answer may be a redirect to a gzipped file. @default false */
  readonly follows?: boolean;
  /** Headers in place of a person's token, as a shell word each. @default a person's token */
  readonly credentials?: readonly string[];
}

/** Where the command is to go, and as whom. It never holds a token: it says where one comes from. */
export interface CurlTarget {
  /** Without a slash at the end. */
  readonly origin: string;
  /** On one machine its own issuer gives a token to whoever asks. */
  readonly local?: { readonly user: string; readonly group: string } | undefined;
}

/** The command, for sh, bash and zsh. Whatever a name holds stays data. */
export function curlCommand({ method, path, body, follows, credentials }: CurlRequest, target: CurlTarget): string {
  const words = [
    `curl --fail-with-body --silent --show-error --request ${method} ${shellWord(target.origin + path)}`,
    ...(credentials ?? [`"Authorization: Bearer ${tokenOf(target)}"`]).map((header) => `--header ${header}`),
    ...(follows === true ? ["--location --compressed"] : []),
    ...(body === undefined
      ? []
      : ["--header 'Content-Type: application/json'", `--data-raw ${shellWord(JSON.stringify(body))}`]),
  ];
  return words.join(" \\\n  ");
}

/** What stands between the double quotes of the header. */
function tokenOf({ origin, local }: CurlTarget): string {
  if (local === undefined) return `\${VINTNER_TOKEN:?Set it to the token that ${origin}/api-reference gives you}`;
  const asked = shellWord(JSON.stringify({ user: local.user, groups: [local.group] }));
  const ask = `curl --silent --header 'Content-Type: application/json' --data-raw ${asked} ${shellWord(`${origin}/local/token`)}`;
  return `$(${ask} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`;
}

/** One word for a POSIX shell: inside single quotes nothing has a meaning but the quote itself. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
