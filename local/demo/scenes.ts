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

/** Every job: connect an account, deploy a Tendril, plan a vine on it, update it, destroy it. */
export async function tour(client: TrellisClient, screen: Screen): Promise<void> {
  const identity = await connect(client, screen);
  const tendril = await deployTendril(client, screen);
  await plantAndPlan(client, identity, screen);
  await client.post("/local/releases", { version: "9.9.9", healthy: true });
  screen.say("Release 9.9.9 is out.");
  const update: Job = await client.create({ type: "UPDATE_WORKER", tendril_id: tendril.id });
  await mustSucceed(client, update, screen);
  const updated = await client.online("north");
  screen.say(`Tendril ${updated.name} is ${updated.status}, version ${updated.version}.`);

  await mustSucceed(client, await client.create({ type: "DESTROY_WORKER", tendril_id: tendril.id }), screen);
  screen.say(`Tendrils left: ${(await client.tendrils()).length}.`);
}

/** Answers the id of the identity, once it is verified. */
async function connect(client: TrellisClient, screen: Screen): Promise<string> {
  screen.say("Connecting the seeded AWS account: an external id from Trellis, a role from our own template.");
  const identity = await client.connectSeededAccount("seeded");
  await mustSucceed(client, await client.create({ type: "CONNECTION_TEST", cloud_identity_id: identity }), screen);
  const { body } = await client.get(`/api/cloud-identities/${identity}`);
  screen.say(`Found ${countsOf(body.credentials.resources)}.`);
  return identity;
}

/** A private bucket as it would be made; a plan changes nothing. */
async function plantAndPlan(client: TrellisClient, identity: string, screen: Screen): Promise<void> {
  const vine = await client.plant({
    vineyard_id: await client.createVineyard("first"),
    cloud_identity_id: identity,
    project_name: "logs",
    environment_stage: "test",
    region: "eu-west-1",
    config: { source: { kind: "template", name: "aws-bucket" }, variables: { name_prefix: "team-logs-" } },
  });
  screen.say(`Planted ${vine.project_name}-${vine.environment_stage}: the template aws-bucket in the seeded account.`);
  const job = await mustSucceed(client, await client.create({ type: "PLAN", vine_id: vine.id }), screen);
  const { plan } = job.execution_metadata;
  if (plan !== undefined)
    screen.say(`To review: ${plan.add} to add, ${plan.change} to change, ${plan.destroy} to destroy.`);
}

function countsOf(resources: Readonly<Record<string, { items: readonly unknown[] }>>): string {
  return Object.entries(resources)
    .map(([kind, { items }]) => `${items.length} ${kind.replaceAll("_", " ")}`)
    .join(", ");
}
