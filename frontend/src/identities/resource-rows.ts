import type { Resource, ResourceKind, ResourceList, Resources } from "../../../lambdas/contract/resources.ts";

/** A resource with its own name, if it has one, the name of the network it lies in, and all its words in one for the search. */
export interface ResourceRow {
  readonly resource: Resource;
  /** Undefined where the cloud has an id alone. */
  readonly name: string | undefined;
  readonly parent: string | undefined;
  readonly words: string;
}

export interface ResourceTableModel {
  readonly rows: readonly ResourceRow[];
  readonly hasRegion: boolean;
  readonly hasCidr: boolean;
  readonly hasParent: boolean;
}

const networkKinds = ["vpcs", "networks", "vnets"] as const satisfies readonly ResourceKind[];

/** The rows of one kind: what has a name first, then by region and name. Columns that no row would fill are left out. */
export function tableOf(list: ResourceList, resources: Resources): ResourceTableModel {
  const networks = new Map(
    networkKinds.flatMap((kind) => resources[kind]?.items ?? []).map((network) => [network.id, network.name]),
  );
  const rows = list.items.map((resource) => rowOf(resource, networks)).toSorted(inOrder);
  return {
    rows,
    hasRegion: list.items.some((item) => item.region !== undefined),
    hasCidr: list.items.some((item) => item.cidr !== undefined),
    hasParent: list.items.some((item) => item.parent_id !== undefined),
  };
}

function rowOf(resource: Resource, networks: ReadonlyMap<string, string>): ResourceRow {
  const { id, name, region = "", cidr = "", parent_id: parentId } = resource;
  const parentName = parentId === undefined ? undefined : networks.get(parentId);
  const parent = parentName === undefined || parentName === "" ? shortId(parentId) : parentName;
  const ownName = name === "" || name === id ? undefined : name;
  return { resource, name: ownName, parent, words: [id, name, region, cidr, parentId, parent].join(" ").toLowerCase() };
}

/** The last part of an Azure id or a Google URL, which is long; an id of AWS as it is. */
function shortId(id: string | undefined): string | undefined {
  return id?.split("/").at(-1);
}

const idMaxChars = 52;

/** Of an id that is too long for a column, its beginning and, which tells more, its end. */
export function shownId(id: string): string {
  return id.length <= idMaxChars ? id : `${id.slice(0, 15)}…${id.slice(16 - idMaxChars)}`;
}

const collator = new Intl.Collator("en", { numeric: true });

function inOrder(a: ResourceRow, b: ResourceRow): number {
  return (
    // Every region has a network of AWS's own, without a name: what somebody made stands before them.
    Number(a.name === undefined) - Number(b.name === undefined) ||
    collator.compare(a.resource.region ?? "", b.resource.region ?? "") ||
    collator.compare(a.name ?? a.resource.id, b.name ?? b.resource.id)
  );
}

/** The rows that hold every word of `text`. */
export function searchRows(rows: readonly ResourceRow[], text: string): readonly ResourceRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return words.length === 0 ? rows : rows.filter((row) => words.every((word) => row.words.includes(word)));
}

/** `1,200`, `1,200+` when there are more than were kept, `!` when the kind could not be read at all. */
export function countText({ items, truncated, error }: ResourceList): string {
  if (items.length === 0 && error !== null) return "!";
  return `${items.length.toLocaleString("en")}${truncated ? "+" : ""}`;
}
