/** Groups of the user pool, from the least to the most that they permit. */
export const groups = ["viewer", "operator", "admin"] as const;
export type Group = (typeof groups)[number];

/** A signed-in person, as the id token tells: `cognito:groups` becomes the highest group. */
export interface Person {
  readonly name: string;
  readonly group: Group;
}

/** Who a token is about. Whoever is signed in may read; of several groups the highest counts. */
export function personOf(claims: Readonly<Record<string, unknown>>): Person {
  const { sub, email, "cognito:username": username, "cognito:groups": claimed } = claims;
  const held: readonly unknown[] = Array.isArray(claimed) ? claimed : [];
  // Whoever signs in by e-mail has the subject for a username, which tells nobody anything.
  const names = [username === sub ? undefined : username, email, sub];
  const name = names.find((value) => typeof value === "string") ?? "someone";
  return { name: name.slice(0, 128), group: groups.findLast((known) => held.includes(known)) ?? "viewer" };
}
