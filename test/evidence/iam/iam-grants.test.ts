import { expect, test } from "@jest/globals";
import { readAssembly } from "../../../local/template/assembly.ts";
import { assemblyDir } from "../../assembly.ts";
import { grantsOf } from "./grants.ts";
import { notReviewed, readReviewedGrants, withStandings, writeReviewedGrants } from "./reviewed-grants.ts";
import type { ReviewedGrant } from "./reviewed-grants.ts";
import { unusedGrants } from "./unused-grants.ts";

const grants = grantsOf(readAssembly(assemblyDir).stacks);

test("the templates permit what was reviewed in test/evidence/iam-grants, and nothing else", () => {
  // Writes what is new as NOT REVIEWED: a person then writes "used", or why it is there.
  if (process.env["UPDATE_GOLDEN"] === "1") writeReviewedGrants(withStandings(grants, readReviewedGrants()));
  const reviewed = readReviewedGrants();
  expect(Object.fromEntries(reviewed)).toEqual(Object.fromEntries(withStandings(grants, reviewed)));
});

test("every grant was reviewed: it is used, or has its reason", () => {
  const standings = [...readReviewedGrants()].flatMap(([role, list]) =>
    list.flatMap(({ actions, resources }) =>
      Object.entries({ ...actions, ...resources }).map(([what, standing]) => ({ role, what, standing })),
    ),
  );
  expect(standings.filter(({ standing }) => standing === notReviewed || standing === "")).toEqual([]);
});

test("a wider statement is not the one that was reviewed", () => {
  const reviewed = readReviewedGrants();
  for (const [role, list] of [...grants].filter(([, statements]) => statements.length > 0)) {
    const wider = list.map((grant) => ({ ...grant, resources: [...grant.resources, "*"] }));
    expect(withStandings(new Map([[role, wider]]), reviewed).get(role)).not.toEqual(reviewed.get(role));
  }
});

test("a grant that was reviewed as used and is not used any more is told", () => {
  const grant = { id: "Policy#0", effect: "Allow", actions: ["s3:GetObject"], resources: ["a", "b"] };
  const allUsed: ReviewedGrant = {
    effect: "Allow",
    actions: { "s3:GetObject": "used" },
    resources: { a: "used", b: "why" },
  };
  const unused = (used: readonly string[]) =>
    unusedGrants(new Map([["Role", [grant]]]), new Map([["Role", [allUsed]]]), new Set(used));
  expect(unused([])).toEqual(["Role | s3:GetObject", "Role | a"]);
  expect(unused(["Policy#0|action|s3:GetObject", "Policy#0|resource|0"])).toEqual([]);
});
