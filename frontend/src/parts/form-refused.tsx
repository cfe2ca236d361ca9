import { ApiProblem, formErrorsOf } from "../api/problem.ts";
import { ProblemView } from "./problem-view.tsx";

interface FormRefusedProps<Field extends string> {
  readonly error: Error;
  readonly what: string;
  readonly fields: readonly Field[];
}

/** A refusal, as far as it belongs to no field: what does stands there. */
export function FormRefused<Field extends string>({ error, what, fields }: FormRefusedProps<Field>) {
  if (error instanceof ApiProblem && error.jobId === undefined) {
    const sorted = formErrorsOf(error.problem, fields);
    if (sorted.others.length === 0 && Object.keys(sorted.fields).length > 0) return null;
  }
  return <ProblemView error={error} what={what} />;
}
