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

/** A request whose answer the next ones need: a member of it is kept in a shell variable, which {@link kept} stands for. */
export interface CurlStep extends CurlRequest {
  readonly keeps?: { readonly variable: string; readonly member: string };
}

/** Stands for a kept value in a path or a body of a later request. Of a private use area: no text that is typed has it. */
export function kept(variable: string): string {
  return `\uE000${variable}\uE001`;
}

/**
 * Requests as a command for sh, bash and zsh, one after the other up to the first that is refused. Whatever a name holds
 * stays data.
 */
export function curlCommands(steps: readonly CurlStep[], target: CurlTarget): string {
  const known = new Set<string>();
  const commands = steps.map(({ keeps, ...request }) => {
    const command = curlCommand(request, target).replaceAll(/\uE000([A-Z_]+)\uE001/g, (mark, variable: string) =>
      known.has(variable) ? `'"$${variable}"'` : mark,
    );
    if (keeps === undefined) return command;
    known.add(keeps.variable);
    const read = `sed -n 's/.*"${keeps.member}":"\\([^"]*\\)".*/\\1/p'`;
    return `${keeps.variable}=$(${command} | ${read}) && test -n "$${keeps.variable}"`;
  });
  return commands.join(" && \\\n");
}

function curlCommand({ method, path, body, follows, credentials }: CurlRequest, target: CurlTarget): string {
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
