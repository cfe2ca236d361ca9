import { useState } from "react";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { ResourceKind, ResourceList, Resources } from "../../../lambdas/contract/resources.ts";
import { Diagnosis } from "../parts/diagnosis.tsx";
import { Icon } from "../parts/icon.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Ago } from "../parts/time.tsx";
import { resourceKindLabels, resourceKindsInOrder } from "./identity-words.ts";
import { ResourceTable } from "./resource-table.tsx";
import { countText } from "./resource-rows.ts";

/** What Trellis found in the cloud, one tab for each kind. */
export function FoundResources({ identity }: { readonly identity: CloudIdentity }) {
  const { resources, resources_fetched_at: fetched } = identity.credentials;
  return (
    <section className="page-section" aria-labelledby="found">
      <div className="section-head">
        <h2 id="found">What was found</h2>
        {fetched === undefined ? null : (
          <span className="dim">
            read <Ago at={fetched} />
          </span>
        )}
      </div>
      {resources === undefined ? (
        <p className="dim">Nothing has been read yet. A connection test lists what is there.</p>
      ) : (
        <Kinds resources={resources} />
      )}
    </section>
  );
}

function Kinds({ resources }: { readonly resources: Resources }) {
  const lists = resourceKindsInOrder.flatMap((kind): [ResourceKind, ResourceList][] => {
    const list = resources[kind];
    return list === undefined ? [] : [[kind, list]];
  });
  const [chosen, setChosen] = useState<string>(lists[0]?.[0] ?? "");
  const [kind, list] = lists.find(([candidate]) => candidate === chosen) ?? lists[0] ?? [];
  if (kind === undefined || list === undefined) return <p className="dim">Nothing was looked for.</p>;
  const tabs = lists.map(([id, one]) => ({ id, label: <KindLabel kind={id} list={one} /> }));
  return (
    <Tabs label="Kinds of resources" tabs={tabs} chosen={kind} onChoose={setChosen}>
      <ListNotes kind={kind} list={list} />
      {list.items.length > 0 ? <ResourceTable key={kind} kind={kind} list={list} resources={resources} /> : null}
    </Tabs>
  );
}

function KindLabel({ kind, list }: { readonly kind: ResourceKind; readonly list: ResourceList }) {
  return (
    <>
      {resourceKindLabels[kind]}{" "}
      <span className={list.error === null ? "chip number" : "chip chip-error number"}>{countText(list)}</span>
      {list.error === null ? null : <span className="hidden"> with an error</span>}
    </>
  );
}

/** Why a list is not the whole. */
function ListNotes({ kind, list }: { readonly kind: ResourceKind; readonly list: ResourceList }) {
  const label = resourceKindLabels[kind];
  const { items, truncated, error } = list;
  return (
    <>
      {error === null ? null : (
        <div className="notice notice-stopping">
          <Icon name="warning" />
          <div className="notice-body">
            <p className="notice-title">
              {items.length === 0 ? `${label} could not be read` : `Not all of the ${label} could be read`}
            </p>
            <Diagnosis message={error} />
          </div>
        </div>
      )}
      {truncated ? (
        <div className="notice notice-queued">
          <Icon name="warning" />
          <div className="notice-body">
            <p>There are more than the {items.length.toLocaleString("en")} that are kept here.</p>
          </div>
        </div>
      ) : null}
      {items.length === 0 && error === null ? <p className="dim tab-empty">There are none.</p> : null}
    </>
  );
}
