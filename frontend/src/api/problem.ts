import type { Problem } from "../../../lambdas/contract/problem.ts";

/** `message` belongs to the whole form, `fields` to the fields by their names. */
export interface FormErrors<Field extends string> {
  readonly fields: Partial<Record<Field, string>>;
  readonly others: readonly string[];
}

/** A request that was refused, or got no answer: then `code` is `UNREACHABLE`. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause });
    this.name = problem.code;
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  /** The job in the way, where the answer names one. */
  get jobId(): string | undefined {
    const id = this.problem["job_id"];
    return typeof id === "string" ? id : undefined;
  }
}

/** Turns an answer's body into a problem, also when something between us and Trellis answered with a page of its own. */
export function problemOf(status: number, body: unknown): Problem {
  if (isProblem(body)) return body;
  return {
    type: "about:blank",
    title: status === 503 || status === 502 || status === 504 ? "Trellis does not answer" : "Something failed",
    status,
    detail: `Trellis answered with status ${status} and no explanation.`,
    code: "UNEXPLAINED",
    request_id: "",
  };
}

export function unreachable(cause: unknown): ApiProblem {
  const problem = {
    type: "about:blank",
    title: "Trellis cannot be reached",
    status: 0,
    detail: "The request got no answer. Check the connection and try again.",
    code: "UNREACHABLE",
    request_id: "",
  };
  return new ApiProblem(problem, cause);
}

/**
 * Sorts the errors of a refused form to its fields by their pointers: `/subnet_ids/2` belongs to `subnet_ids`, and
 * `/credentials/role_arn` to `role_arn`.
 */
export function formErrorsOf<Field extends string>(problem: Problem, fields: readonly Field[]): FormErrors<Field> {
  const byField: Partial<Record<Field, string>> = {};
  const others: string[] = [];
  for (const { pointer, detail } of problem.errors ?? []) {
    const names = pointer.split("/");
    const field = fields.find((candidate) => names.includes(candidate));
    if (field === undefined) others.push(pointer === "" ? detail : `${pointer}: ${detail}`);
    else byField[field] ??= detail;
  }
  return { fields: byField, others };
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    "detail" in body &&
    typeof body.detail === "string" &&
    "title" in body &&
    typeof body.title === "string"
  );
}
