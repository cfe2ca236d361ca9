import type { Stream } from "../../../lambdas/contract/log.ts";
import type { ExecutionMetadata, Job } from "../../../lambdas/contract/job.ts";
import { parseApplyMessage, type ApplyMessage, type Diagnostic } from "./apply-messages.ts";

export type Outputs = NonNullable<ExecutionMetadata["outputs"]>;
export type Progress = NonNullable<Job["progress"]>;

export interface ApplyListener {
  readonly line: (stream: Stream, text: string, wasCut?: boolean) => void;
  readonly progress: (progress: Progress) => void;
}

export const sensitiveText = "(sensitive)";
const currentMaxChars = 300;

/** Reads `terraform apply -json`: shows its messages, counts its changes, keeps its outputs and its first error. */
export class ApplyReader {
  readonly #listener: ApplyListener;
  #total = 0;
  #done = 0;
  #current: string | null = null;
  #outputs: Outputs = {};
  #firstError: string | undefined;

  constructor(listener: ApplyListener) {
    this.#listener = listener;
  }

  get outputs(): Outputs {
    return this.#outputs;
  }

  /** `summary: detail` of the first error that Terraform told. */
  get firstError(): string | undefined {
    return this.#firstError;
  }

  read(line: string, wasCut: boolean): void {
    const message = parseApplyMessage(line);
    if (message === undefined) return this.#listener.line("STDOUT", line, wasCut);
    this.#take(message);
  }

  #take(message: ApplyMessage): void {
    if (message.type === "diagnostic") return this.#diagnostic(message.diagnostic);
    this.#show("STDOUT", message["@message"]);
    switch (message.type) {
      case "planned_change":
        this.#total += stepsOf(message.change.action);
        return;
      case "apply_start":
        return this.#move(0, message.hook.resource.addr);
      case "apply_complete":
        return this.#move(1, null);
      case "outputs":
        return this.#keepOutputs(message.outputs);
      case "apply_errored":
      case "other":
        return;
      default:
        return message satisfies never;
    }
  }

  #diagnostic({ severity, summary, detail, address }: Diagnostic): void {
    if (severity === "error") this.#firstError ??= detail === "" ? summary : `${summary}: ${detail}`;
    const title = `${severity === "error" ? "Error" : "Warning"}: ${summary}`;
    const place = address === undefined ? [] : [`  with ${address}`];
    this.#show("STDERR", [title, ...place, ...(detail === "" ? [] : ["", detail])].join("\n"));
  }

  #keepOutputs(outputs: Extract<ApplyMessage, { type: "outputs" }>["outputs"]): void {
    for (const [name, { sensitive, value = null }] of Object.entries(outputs)) {
      this.#outputs = { ...this.#outputs, [name]: sensitive ? sensitiveText : value };
      this.#show("STDOUT", `${name} = ${sensitive ? sensitiveText : JSON.stringify(value)}`);
    }
  }

  #move(done: number, current: string | null): void {
    this.#done += done;
    if (current !== null || done > 0) this.#current = current?.slice(0, currentMaxChars) ?? null;
    this.#listener.progress({ done: this.#done, total: Math.max(this.#total, this.#done), current: this.#current });
  }

  #show(stream: Stream, text: string): void {
    for (const line of text.split("\n")) this.#listener.line(stream, line);
  }
}

/** How many times Terraform will start and complete something for a planned change. */
function stepsOf(action: string): number {
  switch (action) {
    case "create":
    case "update":
    case "delete":
    case "read":
      return 1;
    case "replace":
      return 2;
    default:
      return 0;
  }
}
