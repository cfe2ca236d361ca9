import type { OpenApiDocument, Operation } from "../../../lambdas/contract/api/open-api.ts";
import type { CurlRequest } from "../api/curl.ts";

/** One operation with where it is. */
export interface Entry {
  readonly method: CurlRequest["method"];
  readonly path: string;
  readonly operation: Operation;
}

export interface EntryGroup {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly Entry[];
}

/** The operations by their tags, in the order of the document. */
export function groupsOf(document: OpenApiDocument): readonly EntryGroup[] {
  const entries = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Entry => ({
      method: method.toUpperCase() as Entry["method"],
      path,
      operation,
    })),
  );
  return document.tags.map(({ name, description }) => ({
    name,
    description,
    entries: entries.filter(({ operation }) => operation.tags.includes(name)),
  }));
}

/** Who may call, in words. */
export function whoMay({ security, "x-groups": groups }: Operation): string {
  if (groups?.length === 3) return "everybody who is signed in";
  if (groups !== undefined)
    return groups.length === 1 ? `the group ${groups[0]}` : `the groups ${groups.join(" and ")}`;
  return security.length === 0 ? "anybody" : "workers";
}

const workerHeaders: Readonly<Record<string, string>> = {
  workerId: '"X-Worker-ID: $WORKER_ID"',
  workerToken: '"X-Worker-Token: $WORKER_TOKEN"',
  jobToken: '"X-Job-Token: $JOB_TOKEN"',
};

/** An example of a call. Parameters of the path stay for the reader to fill in. */
export function exampleCall({ method, path, operation }: Entry): CurlRequest {
  const example = operation.requestBody?.content["application/json"].example;
  const needs = Object.keys(operation.security[0] ?? {});
  const headers = needs.flatMap((name) => workerHeaders[name] ?? []);
  return {
    method,
    path,
    ...(example !== undefined && { body: example }),
    ...(operation.responses["302"] !== undefined && { follows: true }),
    ...(!needs.includes("person") && { credentials: headers }),
  };
}

/** The id of a group or a schema as an anchor. */
export function anchorOf(kind: "group" | "schema", name: string): string {
  return `${kind}-${name.toLowerCase().replaceAll(" ", "-")}`;
}
