/** What a cloud's client said went wrong, in one line for a person: the error's name and its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  const text = name === "Error" || message.startsWith(name) ? message : `${name}: ${message}`;
  return text.replaceAll(/\s+/g, " ").slice(0, 600).replace(/\.$/, "");
}
