import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { OpenApiDocument } from "../../../lambdas/contract/api/open-api.ts";
import { trellis } from "../api/trellis.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { OperationView } from "./operation-view.tsx";
import { anchorOf, groupsOf, type EntryGroup } from "./operations.ts";
import { Prose } from "./prose.tsx";
import { schemaText } from "./schema-text.ts";
import { TokenCard } from "./token-card.tsx";

/** The API, told by the very document that clients are generated from. */
export function ReferencePage() {
  const query = useQuery({ queryKey: ["api-description"], queryFn: trellis.description, staleTime: Infinity });
  return (
    <Page title="API reference" actions={<a href="/api/openapi.json">OpenAPI 3.1 document</a>}>
      {query.isPending ? <Loading what="the API description" /> : null}
      {query.isError ? (
        <ProblemView
          error={query.error}
          what="The API description could not be loaded"
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data === undefined ? null : <Reference document={query.data} />}
    </Page>
  );
}

function Reference({ document }: { readonly document: OpenApiDocument }) {
  const groups = groupsOf(document);
  useEffect(() => {
    // The document came after the browser had looked for the anchor.
    const anchor = window.location.hash.slice(1);
    if (anchor !== "") window.document.getElementById(anchor)?.scrollIntoView();
  }, []);
  return (
    <div className="reference">
      <Contents groups={groups} />
      <div className="reference-body">
        <p>
          <Prose text={document.info.description} />
        </p>
        <TokenCard />
        {groups.map((group) => (
          <section key={group.name} aria-labelledby={anchorOf("group", group.name)}>
            <h2 id={anchorOf("group", group.name)}>{group.name}</h2>
            <p className="dim">
              <Prose text={group.description} />
            </p>
            {group.entries.map((entry) => (
              <OperationView key={entry.operation.operationId} entry={entry} />
            ))}
          </section>
        ))}
        <Schemas document={document} />
      </div>
    </div>
  );
}

/** Beside the page where there is room, else folded above it. */
function Contents({ groups }: { readonly groups: readonly EntryGroup[] }) {
  return (
    <details className="reference-contents" open={window.matchMedia("(width >= 900px)").matches}>
      <summary>Contents</summary>
      <nav aria-label="Contents">
        {groups.map(({ name, entries }) => (
          <div key={name}>
            <a className="contents-group" href={`#${anchorOf("group", name)}`}>
              {name}
            </a>
            <ul>
              {entries.map(({ operation }) => (
                <li key={operation.operationId}>
                  <a href={`#${operation.operationId}`}>{operation.summary}</a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <a className="contents-group" href="#schemas">
          Schemas
        </a>
      </nav>
    </details>
  );
}

function Schemas({ document }: { readonly document: OpenApiDocument }) {
  const named = Object.entries(document.components.schemas).toSorted(([a], [b]) => a.localeCompare(b));
  return (
    <section aria-labelledby="schemas">
      <h2 id="schemas">Schemas</h2>
      <p className="dim">What is sent holds nothing else. Answers may get more members: expect them.</p>
      {named.map(([name, schema]) => (
        <div key={name} id={anchorOf("schema", name)} className="reference-schema">
          <CodeBlock label={name} text={schemaText(schema)} />
        </div>
      ))}
    </section>
  );
}
