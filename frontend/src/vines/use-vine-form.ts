import { useRef, useState } from "react";
import { ApiProblem } from "../api/problem.ts";
import { focusFirstError } from "../parts/focus-first-error.ts";
import type { Planting } from "./plant-vine.ts";
import { checkVine, fieldsInOrder, refusedFields, type VineErrors, type VineValues } from "./vine-form.ts";

export type VineForm = ReturnType<typeof useVineForm>;

/** What is typed into the form of a vine, and what is wrong with it. */
export function useVineForm(initial: VineValues) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<VineErrors>({});
  const form = useRef<HTMLFormElement>(null);
  const refuse = (found: VineErrors) => {
    setErrors(found);
    focusFirstError(form.current, fieldsInOrder(values), found);
  };
  return {
    values,
    errors,
    form,
    /** `mended` are the fields that are no longer told to be wrong; they are checked again when the form is sent. */
    change: (part: Partial<VineValues>, mended: readonly string[]) => {
      setValues((before) => ({ ...before, ...part }));
      setErrors((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !mended.includes(field))));
    },
    /** What the form asks for, or undefined after it has said what is wrong. */
    check: (): Planting | undefined => {
      const checked = checkVine(values);
      if (checked.errors === undefined) return checked;
      refuse(checked.errors);
      return undefined;
    },
    onError: (error: Error) => refuse(error instanceof ApiProblem ? refusedFields(error.problem, values) : {}),
  };
}
