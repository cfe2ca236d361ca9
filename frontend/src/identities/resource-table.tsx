import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { ResourceKind, ResourceList, Resources } from "../../../lambdas/contract/resources.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Table } from "../parts/table.tsx";
import { resourceKindLabels } from "./identity-words.ts";
import { searchRows, shownId, tableOf, type ResourceRow, type ResourceTableModel } from "./resource-rows.ts";

interface ResourceTableProps {
  readonly kind: ResourceKind;
  readonly list: ResourceList;
  readonly resources: Resources;
}

/** As many rows as fill a few screens; the next ones come when the end is in view. */
const rowsAtOnce = 200;

/** All of one kind. The search is over all of them, the page only holds the rows that were scrolled to. */
export function ResourceTable({ kind, list, resources }: ResourceTableProps) {
  const [text, setText] = useState("");
  const [shown, setShown] = useState(rowsAtOnce);
  const search = useDeferredValue(text);
  const table = useMemo(() => tableOf(list, resources), [list, resources]);
  const found = useMemo(() => searchRows(table.rows, search), [table, search]);
  const label = resourceKindLabels[kind];
  return (
    <>
      <div className="found-head">
        <label className="search">
          <Icon name="search" />
          <span className="hidden">Search {label}</span>
          <input
            type="search"
            className="input"
            placeholder="Name, id, region, range"
            value={text}
            maxLength={200}
            onChange={(event) => {
              setText(event.target.value);
              setShown(rowsAtOnce);
            }}
          />
        </label>
        <span className="dim number" role="status">
          {search.trim() === ""
            ? ""
            : `${found.length.toLocaleString("en")} of ${table.rows.length.toLocaleString("en")}`}
        </span>
      </div>
      {found.length === 0 ? (
        <p className="dim tab-empty">Nothing here holds “{search.trim()}”.</p>
      ) : (
        <Rows table={table} rows={found.slice(0, shown)} label={label} />
      )}
      {found.length > shown ? (
        <MoreRows left={found.length - shown} onMore={() => setShown((before) => before + rowsAtOnce)} />
      ) : null}
    </>
  );
}

interface RowsProps {
  readonly table: ResourceTableModel;
  readonly rows: readonly ResourceRow[];
  readonly label: string;
}

function Rows({ table, rows, label }: RowsProps) {
  const columns = [
    "Name",
    "Id",
    ...(table.hasRegion ? ["Region"] : []),
    ...(table.hasCidr ? ["CIDR"] : []),
    ...(table.hasParent ? ["Network"] : []),
  ];
  return (
    <Table className="resources-table" columns={columns} label={label}>
      {rows.map((row) => (
        <Row key={`${row.resource.region} ${row.resource.id}`} row={row} table={table} />
      ))}
    </Table>
  );
}

function Row({
  row: { resource, name, parent },
  table,
}: {
  readonly row: ResourceRow;
  readonly table: ResourceTableModel;
}) {
  const { id, region, cidr, parent_id: parentId } = resource;
  return (
    <tr role="row">
      <td role="cell" className="cell-name" title={name}>
        {name ?? <span className="dim">no name</span>}
      </td>
      <td role="cell" className="cell-id">
        <span className="long-id">
          <code title={id}>{shownId(id)}</code>
          <CopyButton label={`Copy ${id}`} text={() => id} className="button button-icon" />
        </span>
      </td>
      {table.hasRegion ? (
        <td role="cell" className="cell-region">
          {region ?? <span className="dim">–</span>}
        </td>
      ) : null}
      {table.hasCidr ? (
        <td role="cell" className="cell-cidr mono">
          {cidr ?? <span className="dim">–</span>}
        </td>
      ) : null}
      {table.hasParent ? (
        <td role="cell" className="cell-parent" title={parentId}>
          {parent ?? <span className="dim">–</span>}
        </td>
      ) : null}
    </tr>
  );
}

function MoreRows({ left, onMore }: { readonly left: number; readonly onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    const element = button.current;
    if (element === null) return undefined;
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) more.current();
    });
    seen.observe(element);
    return () => seen.disconnect();
    // Anew for each batch: one that is still in view after it is to be seen again.
  }, [left]);
  return (
    <div className="more">
      <button ref={button} type="button" className="button" onClick={onMore}>
        Show more of the {left.toLocaleString("en")} left
      </button>
    </div>
  );
}
