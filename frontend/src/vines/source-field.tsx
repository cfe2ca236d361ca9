import { vineTemplateNames, vineTemplates } from "../../../lambdas/contract/vine-templates.ts";
import { FieldNote } from "../parts/field.tsx";
import { ArchiveField } from "./archive-field.tsx";
import { SourceCard } from "./source-card.tsx";
import { TemplateFields } from "./template-fields.tsx";
import type { VineForm } from "./use-vine-form.ts";
import { fieldsInOrder, typedAtFirst, type TemplateName } from "./vine-form.ts";
import { VariableRows } from "./variable-rows.tsx";

/** One of the templates or an archive, and its variables. */
export function SourceField({ vine }: { readonly vine: VineForm }) {
  const { values, errors, change } = vine;
  const choose = (source: TemplateName | "archive") =>
    change({ source, typed: source === "archive" ? {} : typedAtFirst(source) }, ["source", ...fieldsInOrder(values)]);
  return (
    <>
      <fieldset className="field">
        <legend className="field-label">Made from</legend>
        <div className="source-cards">
          {vineTemplateNames.map((name) => (
            <SourceCard
              key={name}
              title={vineTemplates[name].title}
              description={vineTemplates[name].description}
              chosen={values.source === name}
              onChoose={() => choose(name)}
            />
          ))}
          <SourceCard
            title="Your own Terraform"
            description="A root module of yours, packed as a .tgz of at most 10 MB."
            chosen={values.source === "archive"}
            onChoose={() => choose("archive")}
          />
        </div>
      </fieldset>
      {values.source === "archive" ? (
        <>
          <ArchiveField
            value={values.archive}
            error={errors["source"]}
            onChange={(archive) => change({ archive }, ["source"])}
          />
          <VariableRows vine={vine} />
        </>
      ) : (
        <>
          <FieldNote id="source-note" error={errors["source"]} />
          <TemplateFields template={values.source} vine={vine} />
        </>
      )}
      <div data-field="variables">
        <FieldNote
          id="variables-note"
          error={errors["variables"] === undefined ? undefined : `The variables: ${errors["variables"]}`}
        />
      </div>
    </>
  );
}
