import { styleText } from "node:util";
import type { Job } from "../../lambdas/contract/job.ts";
import type { Chunk } from "../../lambdas/contract/log.ts";

/** A terminal, or a file: the bar is only for a terminal. */
export interface Screen {
  title(text: string): void;
  say(text: string): void;
  log(chunk: Chunk): void;
  progress(state: Job["progress"]): void;
  end(job: Job): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barCells = 30;
const clearLine = "\r\u001b[K";

export function createScreen(output: Output): Screen {
  let bar = "";
  /** What is written goes above the bar, which stays the last line. */
  const write = (text: string): void => {
    if (output.isTTY === true) output.write(`${clearLine}${text}${bar}`);
    else output.write(text);
  };
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    output.isTTY === true ? styleText(format, text, { validateStream: false }) : text;
  return {
    title: (text) => write(`\n${style(["bold", "magenta"], text)}\n`),
    say: (text) => write(`${text}\n`),
    log({ stream, text }) {
      if (stream === "STDOUT") write(text);
      else write(text.replaceAll(/^.+$/gm, (line) => style(stream === "STDERR" ? "red" : "dim", line)));
    },
    progress(state) {
      bar = state === null || state.total === 0 ? "" : barText(state, output.columns ?? 80);
      write("");
    },
    end({ status, error_message: error, execution_metadata: { seconds } }) {
      const total = Object.values(seconds).reduce((sum, one) => sum + one, 0);
      const took = style("dim", `${total.toFixed(0)} s in its steps`);
      write(`${style(status === "SUCCESS" ? "green" : "red", status)} ${took}${error === null ? "" : `\n${error}`}\n`);
    },
  };
}

function barText({ done, total, current }: NonNullable<Job["progress"]>, columns: number): string {
  const full = Math.round((done / total) * barCells);
  const text = `${"█".repeat(full)}${"░".repeat(barCells - full)} ${done} of ${total}  ${current ?? ""}`;
  return text.slice(0, columns - 1);
}
