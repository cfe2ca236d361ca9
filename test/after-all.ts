import { endShared } from "./before-all.ts";
import { holdCallsAgainstGrants, type Run } from "./evidence/hold-calls-against-grants.ts";

/** After the last test of a run. What it throws fails the run. */
export default async function afterAll(run: Run): Promise<void> {
  await endShared();
  holdCallsAgainstGrants(run);
}
