import { withoutEscapes } from "../mask/escape-sequences.ts";

const keptLines = 200;

/** Finds the first error in what Terraform writes for people: a box drawn at the left, `Error: summary`, a detail. */
export class HumanError {
  readonly #lines: string[] = [];

  read(line: string): void {
    const text = withoutEscapes(line)
      .replace(/^[╷│╵]/, "")
      .trim();
    const started = this.#lines.length > 0;
    if (started ? this.#lines.length < keptLines : text.startsWith("Error: ")) this.#lines.push(text);
  }

  /** `summary: detail`, without where in the configuration it is. */
  get message(): string | undefined {
    const [title, ...rest] = this.#lines;
    if (title === undefined) return undefined;
    const next = rest.findIndex((line) => line.startsWith("Error: "));
    const detail = rest
      .slice(0, next === -1 ? undefined : next)
      .filter((line) => line !== "" && !/^(with |on .+ line \d+|\d+:)/.test(line))
      .join(" ");
    const summary = title.slice("Error: ".length);
    return detail === "" ? summary : `${summary}: ${detail}`;
  }
}
