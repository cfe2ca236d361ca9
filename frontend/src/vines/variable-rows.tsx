import { Icon } from "../parts/icon.tsx";
import { FieldNote } from "../parts/field.tsx";
import type { VineForm } from "./use-vine-form.ts";
import { variableField, type VariableRow } from "./vine-form.ts";

/** The variables of an archive: Vintner does not know them before Terraform does. */
export function VariableRows({ vine: { values, errors, change } }: { readonly vine: VineForm }) {
  const { rows } = values;
  const add = () => change({ rows: [...rows, { id: crypto.randomUUID(), name: "", value: "" }] }, []);
  return (
    <fieldset className="field">
      <legend className="field-label">Variables</legend>
      <p className="field-hint">
        A value is JSON if it reads as such, such as <code>3</code>, <code>true</code> or <code>["a"]</code>, else text.
        Everybody who is signed in can read it: put no secret here.
      </p>
      {rows.map((row) => (
        <Row
          key={row.id}
          row={row}
          error={errors[variableField(row.id)]}
          onChange={(part) =>
            change({ rows: rows.map((one) => (one.id === row.id ? { ...one, ...part } : one)) }, [
              variableField(row.id),
              "variables",
            ])
          }
          onRemove={() => change({ rows: rows.filter((one) => one.id !== row.id) }, ["variables"])}
        />
      ))}
      <div>
        <button type="button" className="button" onClick={add}>
          <Icon name="plus" />
          Add a variable
        </button>
      </div>
    </fieldset>
  );
}

interface RowProps {
  readonly row: VariableRow;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<VariableRow>) => void;
  readonly onRemove: () => void;
}

function Row({ row: { id, name, value }, error, onChange, onRemove }: RowProps) {
  const note = `${id}-note`;
  return (
    <div className="variable-row" data-field={variableField(id)}>
      <input
        className="input mono"
        aria-label="Name of the variable"
        aria-describedby={note}
        aria-invalid={error !== undefined}
        placeholder="name"
        value={name}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <textarea
        className="input mono"
        aria-label={name === "" ? "Value" : `Value of ${name}`}
        placeholder="value"
        rows={1}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange({ value: event.target.value })}
      />
      <button
        type="button"
        className="button button-quiet"
        aria-label={`Remove ${name || "the variable"}`}
        onClick={onRemove}
      >
        <Icon name="cross" />
      </button>
      <FieldNote id={note} error={error === undefined ? undefined : `The variable ${error}`} />
    </div>
  );
}
