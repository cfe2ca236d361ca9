import type { Vineyard } from "../../../lambdas/contract/vine.ts";
import { Field } from "../parts/field.tsx";
import type { VineForm } from "./use-vine-form.ts";

interface VineyardFieldProps {
  readonly vine: VineForm;
  readonly vineyards: readonly Vineyard[];
}

/** One of the vineyards, or the name of a new one. */
export function VineyardField({ vine: { values, errors, change }, vineyards }: VineyardFieldProps) {
  const name = (
    <div data-field="vineyard_name">
      <Field
        id="vineyard_name"
        label={vineyards.length === 0 ? "Vineyard" : "Name of the new vineyard"}
        hint="A group of vines, such as shop or platform: lower-case letters, digits and -."
        error={errors["vineyard_name"]}
      >
        {(control) => (
          <input
            {...control}
            value={values.vineyardName}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => change({ vineyardName: event.target.value }, ["vineyard_name"])}
          />
        )}
      </Field>
    </div>
  );
  if (vineyards.length === 0) return name;
  return (
    <>
      <div data-field="vineyard_id">
        <Field id="vineyard_id" label="Vineyard" error={errors["vineyard_id"]}>
          {(control) => (
            <select
              {...control}
              value={values.vineyardId}
              onChange={(event) => change({ vineyardId: event.target.value }, ["vineyard_id", "vineyard_name"])}
            >
              {vineyards.map((vineyard) => (
                <option key={vineyard.id} value={vineyard.id}>
                  {vineyard.name}
                </option>
              ))}
              <option value="">A new vineyard…</option>
            </select>
          )}
        </Field>
      </div>
      {values.vineyardId === "" ? name : null}
    </>
  );
}
