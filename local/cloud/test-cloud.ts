import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProcesses } from "../processes/processes.ts";
import type { AwsAnswer, AwsRequestHead } from "./aws-request.ts";
import { createCloudClient } from "./cloud-client.ts";
import { startEcs } from "./ecs.ts";
import { startFrontDoor } from "./front-door.ts";
import { startMoto } from "./moto.ts";
import { Sessions } from "./sessions.ts";
import { createSts } from "./sts.ts";

type Intercept = (request: AwsRequestHead) => AwsAnswer | undefined;

const imageEnvironment = (image: string) => (image === "missing" ? undefined : { environment: { IMAGE: image } });

/** The cloud that this room's tests run against: moto, STS and ECS behind a front door. */
export async function startTestCloud() {
  const account = "123456789012";
  const dir = mkdtempSync(join(tmpdir(), "vintner-"));
  const processes = createProcesses();
  const { url: motoUrl } = await startMoto({ processes, logDir: dir, account });
  const moto = createCloudClient(motoUrl);
  const clock = { now: new Date() };
  const sessions = new Sessions(account, () => clock.now);
  const ecs = await startEcs({ account, processes, moto, sessions, imageEnvironment, dataDir: dir });
  const seen: AwsRequestHead[] = [];
  let intercept: Intercept | undefined;
  const door = await startFrontDoor({
    motoUrl,
    sessions,
    services: { sts: createSts({ moto, sessions }), ecs: ecs.service },
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
    ecs,
    seen,
    url: door.url,
    /** For an SDK client. */
    client: (region = "eu-west-1") => ({ endpoint: door.url, region, credentials, maxAttempts: 1 }),
    interceptWith: (by: Intercept | undefined) => (intercept = by),
    createRole: (name: string, trust: unknown) =>
      moto.query("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }, "us-east-1"),
    async stop() {
      await ecs.stop();
      await door.stop();
      await processes.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type TestCloud = Awaited<ReturnType<typeof startTestCloud>>;
