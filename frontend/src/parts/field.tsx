import type { ReactNode } from "react";

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  /** How the error's sentence goes on, such as to a link. */
  readonly more?: ReactNode;
  /** Gets what ties it to its label and its note. */
  readonly children: (control: ControlProps) => ReactNode;
}

interface ControlProps {
  readonly id: string;
  readonly name: string;
  readonly className: string;
  readonly "aria-describedby": string;
  readonly "aria-invalid": boolean;
}

export function Field({ id, label, hint, error, more, children }: FieldProps) {
  const note = `${id}-note`;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, name: id, className: "input", "aria-describedby": note, "aria-invalid": error !== undefined })}
      <FieldNote
        id={note}
        error={
          error === undefined ? undefined : (
            <>
              {label} {error}
              {more}
            </>
          )
        }
        hint={hint}
      />
    </div>
  );
}

/** The hint below a field, or in its place what is wrong with it. */
export function FieldNote({
  id,
  error,
  hint,
}: {
  readonly id: string;
  readonly error: ReactNode;
  readonly hint?: string | undefined;
}) {
  if (error === undefined && hint === undefined) return null;
  return (
    <span id={id} className={error === undefined ? "field-hint" : "field-error"}>
      {error ?? hint}
    </span>
  );
}
