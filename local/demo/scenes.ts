import type { Job } from "../../lambdas/contract/job.ts";
import type { Tendril } from "../../lambdas/contract/tendril.ts";
import type { TrellisClient } from "../client/trellis-client.ts";
import { mustSucceed } from "./follow-job.ts";
import type { Screen } from "./screen.ts";

/** Deploys a Tendril and waits until it is ONLINE. */
export async function deployTendril(client: TrellisClient, screen: Screen): Promise<Tendril> {
  await mustSucceed(client, await client.deploy("north"), screen);
  const tendril = await client.online("north");
  screen.say(`Tendril ${tendril.name} is ${tendril.status} in ${tendril.region}, version ${tendril.version}.`);
  return tendril;
}

/** Every worker and utility job: connect an account, deploy a Tendril, update it, destroy it. */
export async function tour(client: TrellisClient, screen: Screen): Promise<void> {
  screen.say("Connecting the seeded AWS account: an external id from Trellis, a role from our own template.");
  const identity = await client.connectSeededAccount("seeded");
  await mustSucceed(client, await client.create({ type: "CONNECTION_TEST", cloud_identity_id: identity }), screen);
  const { body } = await client.get(`/api/cloud-identities/${identity}`);
  screen.say(`Found ${countsOf(body.credentials.resources)}.`);

  const tendril = await deployTendril(client, screen);
  await client.post("/local/releases", { version: "9.9.9", healthy: true });
  screen.say("Release 9.9.9 is out.");
  const update: Job = await client.create({ type: "UPDATE_WORKER", tendril_id: tendril.id });
  await mustSucceed(client, update, screen);
  const updated = await client.online("north");
  screen.say(`Tendril ${updated.name} is ${updated.status}, version ${updated.version}.`);

  await mustSucceed(client, await client.create({ type: "DESTROY_WORKER", tendril_id: tendril.id }), screen);
  screen.say(`Tendrils left: ${(await client.tendrils()).length}.`);
}

function countsOf(resources: Readonly<Record<string, { items: readonly unknown[] }>>): string {
  return Object.entries(resources)
    .map(([kind, { items }]) => `${items.length} ${kind.replaceAll("_", " ")}`)
    .join(", ");
}
