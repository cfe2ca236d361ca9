import type { OperationAnswer, Parameter } from "../../../lambdas/contract/api/open-api.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { useCurl } from "../parts/curl-button.tsx";
import { anchorOf, exampleCall, whoMay, type Entry } from "./operations.ts";
import { Prose } from "./prose.tsx";
import { schemaName, schemaText } from "./schema-text.ts";

/** One operation: what it does, who may, what it takes and answers, and a command that does it. */
export function OperationView({ entry }: { readonly entry: Entry }) {
  const { method, path, operation } = entry;
  const curl = useCurl();
  const body = operation.requestBody?.content["application/json"];
  return (
    <article className="card operation" id={operation.operationId}>
      <header>
        <h3>
          <a href={`#${operation.operationId}`}>{operation.summary}</a>
        </h3>
        <code className="operation-path">
          <span className={`method method-${method.toLowerCase()}`}>{method}</span> {path}
        </code>
        <p className="dim">For {whoMay(operation)}</p>
      </header>
      {operation.description === "" ? null : (
        <p>
          <Prose text={operation.description} />
        </p>
      )}
      <Parameters parameters={operation.parameters} />
      {body === undefined ? null : (
        <div className="operation-part">
          <h4>
            Body: <SchemaLink reference={body.schema.$ref} />
          </h4>
          <CodeBlock label="Example" text={JSON.stringify(body.example, null, 2)} />
        </div>
      )}
      <Answers answers={operation.responses} />
      <CodeBlock label="curl" text={curl(exampleCall(entry))} />
    </article>
  );
}

function Parameters({ parameters }: { readonly parameters: readonly Parameter[] }) {
  if (parameters.length === 0) return null;
  return (
    <div className="operation-part">
      <h4>Parameters</h4>
      <dl className="operation-list">
        {parameters.map(({ name, in: place, required, schema, description }) => (
          <div key={name}>
            <dt>
              <code>{name}</code> <span className="dim">{place}</span>
            </dt>
            <dd>
              <code>{schemaText(schema)}</code>
              {required ? "" : ", optional"}
              {description === undefined ? "" : `. ${description}`}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Answers({ answers }: { readonly answers: Readonly<Record<string, OperationAnswer>> }) {
  const all = Object.entries(answers);
  const refusals = all.filter(([status]) => Number(status) >= 400);
  return (
    <div className="operation-part">
      <h4>Answers</h4>
      <dl className="operation-list">
        {all
          .filter(([status]) => Number(status) < 400)
          .map(([status, { description, content }]) => (
            <div key={status}>
              <dt>
                <code className="status-good">{status}</code>
              </dt>
              <dd>
                <SchemaLink reference={content?.["application/json"]?.schema.$ref} /> <Prose text={description} />
              </dd>
            </div>
          ))}
      </dl>
      <details>
        <summary>Refusals: {refusals.map(([status]) => status).join(", ")}</summary>
        <dl className="operation-list">
          {refusals.map(([status, { description }]) => (
            <div key={status}>
              <dt>
                <code>{status}</code>
              </dt>
              <dd>
                <Prose text={description} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

function SchemaLink({ reference }: { readonly reference: string | undefined }) {
  if (reference === undefined) return null;
  const name = schemaName(reference);
  return <a href={`#${anchorOf("schema", name)}`}>{name}</a>;
}
