/** Brings the person to the first field, in the form's own order, that needs mending. */
export function focusFirstError<Field extends string>(
  form: HTMLElement | null,
  fields: readonly Field[],
  errors: Partial<Record<Field, string>>,
): void {
  const first = fields.find((field) => errors[field] !== undefined);
  if (first === undefined) return;
  const control = `[data-field="${first}"] :is(input:not([type="radio"]), select, textarea)`;
  form?.querySelector<HTMLElement>(control)?.focus();
}
