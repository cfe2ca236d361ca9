import type { VineConfig } from "../../../lambdas/contract/vine.ts";
import { vineTemplates, type TemplateVariable } from "../../../lambdas/contract/vine-templates.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { sourceLabel } from "./vine-words.ts";

/** What the vine is made from, and with which values. */
export function VineConfiguration({ config: { source, variables } }: { readonly config: VineConfig }) {
  const known: readonly TemplateVariable[] = source.kind === "template" ? vineTemplates[source.name].variables : [];
  const left = known.filter(({ name }) => variables[name] === undefined);
  return (
    <section className="page-section" aria-labelledby="configuration">
      <div className="section-head">
        <h2 id="configuration">Configuration</h2>
      </div>
      <div className="card configuration">
        <div>
          <p>
            <strong>{sourceLabel(source)}</strong>{" "}
            {source.kind === "template" ? (
              <code className="chip">{source.name}</code>
            ) : (
              <CopyButton label="Copy its SHA-256" text={() => source.sha256} className="button button-icon" />
            )}
          </p>
          <p className="dim">
            {source.kind === "template"
              ? vineTemplates[source.name].description
              : "A Terraform root module that was uploaded; its name is the beginning of its SHA-256."}
          </p>
        </div>
        <dl className="variables">
          {Object.entries(variables).map(([name, value]) => (
            <div key={name}>
              <dt title={known.find((one) => one.name === name)?.label}>
                <code>{name}</code>
              </dt>
              <dd>
                <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>
              </dd>
            </div>
          ))}
          {left.map((variable) => (
            <div key={variable.name}>
              <dt title={variable.label}>
                <code>{variable.name}</code>
              </dt>
              <dd className="dim">
                <code>{JSON.stringify(variable.default)}</code>, the default
              </dd>
            </div>
          ))}
        </dl>
        {Object.keys(variables).length === 0 && left.length === 0 ? <p className="dim">No variables.</p> : null}
      </div>
    </section>
  );
}
