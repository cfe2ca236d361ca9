import { RemovalPolicy } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { AttributeType, BillingMode, ProjectionType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import type { IndexShape, TableName, TableShape } from "../lambdas/contract/tables.ts";
import { tables as shapes } from "../lambdas/contract/tables.ts";
import type { VintnerFunction } from "./vintner-function.ts";

export type TableSet = Readonly<Record<TableName, ITable>>;

interface TablesProps {
  /** Which half of the contract's tables: those that outlive the application, or those that live with it. */
  readonly keeps: boolean;
}

/** The tables of the contract, on demand. Those that are kept have point-in-time recovery and cannot be deleted. */
export class Tables extends Construct {
  readonly all: Partial<TableSet>;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    const entries = Object.entries(shapes).filter(([, shape]) => shape.keeps === props.keeps);
    this.all = Object.fromEntries(entries.map(([name, shape]) => [name, this.table(shape)]));
  }

  private table(shape: TableShape): Table {
    const { keeps } = shape;
    const table = new Table(this, shape.name, {
      tableName: shape.name,
      ...keysOf(shape),
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(shape.expiresAt !== undefined && { timeToLiveAttribute: shape.expiresAt }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: keeps },
      deletionProtection: keeps,
      removalPolicy: keeps ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const [indexName, index] of Object.entries<IndexShape>(shape.indexes)) {
      table.addGlobalSecondaryIndex({ indexName, ...keysOf(index), ...projectionOf(index) });
    }
    return table;
  }
}

/** Both halves as one set. A table that is in neither is told at synth. */
export function joinTables(...halves: readonly Tables[]): TableSet {
  const joined: Partial<TableSet> = Object.assign({}, ...halves.map((half) => half.all));
  const missing = Object.keys(shapes).filter((name) => !(name in joined));
  if (missing.length > 0) throw new Error(`No stack has the table ${missing.join(", ")}`);
  return joined as TableSet;
}

interface TableGrants {
  /** @default none */
  readonly reads?: readonly TableName[];
  /** These it may read, too. */
  readonly writes: readonly TableName[];
}

/** What the stores ask for: streams and descriptions of tables, which the CDK's own grants hold, too, are not among it. */
const readActions = ["BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan"].map(
  (action) => `dynamodb:${action}`,
);
const writeActions = ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"].map((action) => `dynamodb:${action}`);

/** Lets a function use the named tables and tells it their names. */
export function grantTables(handler: VintnerFunction, tables: TableSet, { reads = [], writes }: TableGrants): void {
  for (const name of reads) tables[name].grant(handler, ...readActions);
  for (const name of writes) tables[name].grant(handler, ...readActions, ...writeActions);
  for (const name of [...reads, ...writes]) handler.set(`${name}Table`, tables[name].tableName);
}

function projectionOf({ holds }: IndexShape) {
  if (holds === undefined) return { projectionType: ProjectionType.KEYS_ONLY };
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...holds] };
}

function keysOf(keys: { readonly partitionKey: string; readonly sortKey?: string }) {
  return {
    partitionKey: { name: keys.partitionKey, type: AttributeType.STRING },
    ...(keys.sortKey !== undefined && { sortKey: { name: keys.sortKey, type: AttributeType.STRING } }),
  };
}
