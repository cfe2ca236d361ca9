import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProcesses } from "../processes/processes.ts";
import type { AwsAnswer, AwsRequestHead } from "./aws-request.ts";
import { createCloudClient } from "./cloud-client.ts";
import { startEcs } from "./ecs.ts";
import { startFrontDoor, type FrontDoor } from "./front-door.ts";
import { motoAccount } from "./moto.ts";
import { Sessions } from "./sessions.ts";
import { createFederation } from "./federation.ts";
import { createSts } from "./sts.ts";
import { startTestMoto } from "./test-moto.ts";
import { createWebIdentity } from "./web-identity.ts";

type Intercept = (request: AwsRequestHead) => AwsAnswer | undefined;

const imageEnvironment = (image: string) => (image === "missing" ? undefined : { environment: { IMAGE: image } });

/** The cloud that this room's tests run against: moto, STS and ECS behind a front door. */
export async function startTestCloud() {
  const account = motoAccount;
  const dir = mkdtempSync(join(tmpdir(), "vintner-"));
  const processes = createProcesses();
  const own = await startTestMoto();
  const motoUrl = own.url;
  const moto = createCloudClient(motoUrl);
  const clock = { now: new Date() };
  const sessions = new Sessions(account, () => clock.now);
  const ecs = await startEcs({ account, processes, moto, sessions, imageEnvironment, dataDir: dir });
  const seen: AwsRequestHead[] = [];
  let intercept: Intercept | undefined;
  const webIdentity = await createWebIdentity(() => door.url);
  const door: FrontDoor = await startFrontDoor({
    motoUrl,
    sessions,
    services: {
      sts: createSts({ moto, sessions, webIdentity }),
      iam: createFederation(webIdentity),
      ecs: ecs.service,
    },
    published: webIdentity.published,
    onRequest: (request) => seen.push(request),
    intercept: (request) => intercept?.(request),
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return {
    account,
    dir,
    moto,
    clock,
    sessions,
    webIdentity,
    ecs,
    seen,
    url: door.url,
    /** Writes the file `go` into a task's home, for which its script waits. */
    letGo: (taskArn: string) => writeFile(join(dir, taskArn.split("/").at(-1) ?? "", "home/go"), ""),
    /** For an SDK client. */
    client: (region = "eu-west-1") => ({ endpoint: door.url, region, credentials, maxAttempts: 1 }),
    interceptWith: (by: Intercept | undefined) => (intercept = by),
    createRole: (name: string, trust: unknown) =>
      moto.query("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }, "us-east-1"),
    async stop() {
      await ecs.stop();
      await door.stop();
      await processes.stop();
      await own.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type TestCloud = Awaited<ReturnType<typeof startTestCloud>>;
