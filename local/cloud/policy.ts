import { conditionsHold } from "./policy-conditions.ts";
import type { ConditionBlock, RequestContext } from "./policy-conditions.ts";
import { listOf, matchesPattern } from "./policy-pattern.ts";

/** An IAM policy document, as far as it is evaluated here. */
export interface PolicyDocument {
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: ConditionBlock;
}

/** The statements of a document that speak of this action under these conditions. */
export function applicableStatements(
  document: PolicyDocument,
  action: string,
  context: RequestContext,
): readonly PolicyStatement[] {
  return listOf(document.Statement).filter(
    (statement) => coversAction(statement, action) && conditionsHold(statement.Condition ?? {}, context),
  );
}

/** What a caller's own policies say of an action on a resource; without an Allow it is refused. */
export function identityAllows(
  documents: readonly PolicyDocument[],
  action: string,
  resource: string,
  context: RequestContext,
): boolean {
  const statements = documents
    .flatMap((document) => applicableStatements(document, action, context))
    .filter((statement) => coversResource(statement, resource));
  return statements.some(({ Effect }) => Effect === "Allow") && !statements.some(({ Effect }) => Effect === "Deny");
}

function coversAction(statement: PolicyStatement, action: string): boolean {
  const matches = (pattern: string) => matchesPattern(pattern.toLowerCase(), action.toLowerCase());
  if (statement.NotAction !== undefined) return !listOf(statement.NotAction).some(matches);
  return listOf(statement.Action).some(matches);
}

function coversResource(statement: PolicyStatement, resource: string): boolean {
  const matches = (pattern: string) => matchesPattern(pattern, resource);
  if (statement.NotResource !== undefined) return !listOf(statement.NotResource).some(matches);
  return listOf(statement.Resource).some(matches);
}
