import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { variables } from "../lambdas/contract/environment.ts";
import type { CallWatcher } from "./cloud/aws-call.ts";
import { createCloudClient } from "./cloud/cloud-client.ts";
import { createDoorFaults } from "./cloud/door-faults.ts";
import { startDynamoDbLocal } from "./cloud/dynamodb-local.ts";
import { createEc2Pages } from "./cloud/ec2-pages.ts";
import { startEcs } from "./cloud/ecs.ts";
import { createFederation } from "./cloud/federation.ts";
import { startFrontDoor, type FrontDoor, type Upstream } from "./cloud/front-door.ts";
import { motoAccount, startMoto } from "./cloud/moto.ts";
import { cloudProviders } from "./cloud/providers.ts";
import { Sessions, type SessionCredentials } from "./cloud/sessions.ts";
import { createSts } from "./cloud/sts.ts";
import { createWebIdentity } from "./cloud/web-identity.ts";
import { seededCredentials, startClouds } from "./clouds/clouds.ts";
import { deployAssembly } from "./deploy-assembly.ts";
import { createEventBus } from "./events/event-bus.ts";
import { ruleProvider } from "./events/rule-provider.ts";
import { createFaults, type Faults } from "./faults/faults.ts";
import { createTaskFaults } from "./faults/task-faults.ts";
import { customResourceProvider } from "./functions/custom-resource-provider.ts";
import { functionEnvironment, loopback } from "./functions/function-environment.ts";
import { functionFaults } from "./functions/function-faults.ts";
import { createFunctionHost, type FunctionHost } from "./functions/function-host.ts";
import { functionProviders } from "./functions/function-provider.ts";
import { createLambdaService } from "./functions/lambda-service.ts";
import { apiProviders } from "./gateway/api-providers.ts";
import { distributionProviders } from "./gateway/distribution-providers.ts";
import { createGatewayFaults } from "./gateway/gateway-faults.ts";
import { startGateway, type GatewayOptions } from "./gateway/gateway.ts";
import { managementCall } from "./gateway/management-call.ts";
import { createIssuer } from "./gateway/issuer.ts";
import { createLocalRoutes, type LocalEndpoints } from "./gateway/local-routes.ts";
import { signInProviders } from "./gateway/sign-in-providers.ts";
import { imageEnvironment } from "./image-environment.ts";
import { createProcesses } from "./processes/processes.ts";
import { createProgramLogs } from "./program-logs.ts";
import { createReleases, templateImage } from "./releases.ts";
import { seedAccount } from "./seed/account.ts";
import { createRoleRoute } from "./seed/role-route.ts";
import { seedFaults } from "./seed/seed-faults.ts";
import { createStartedParts, type StartedParts } from "./started-parts.ts";
import { createStates } from "./states/create-states.ts";
import { stateMachineProvider } from "./states/state-machine-provider.ts";
import { readAssembly } from "./template/assembly.ts";
import type { DeployedStack } from "./template/deploy.ts";

export interface LocalStackOptions {
  /** What `cdk synth` wrote; `synthesize` writes one. */
  readonly assemblyDir: string;
  /** Its folder `run` is emptied at the start and holds the files of tasks and all logs. @default `.vintner` */
  readonly dataDir?: string;
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  /** @default eu-west-1 */
  readonly region?: string;
  /** For tests, which share one: through the front door each stack has a key, and with it tables, of its own. */
  readonly dynamoDb?: Required<Upstream>;
  /** For tests, which have one at less cost: its output goes into this folder, and it is stopped with the stack. */
  readonly startMoto?: (logDir: string) => Promise<{ readonly url: string; stop(): Promise<void> }>;
  /** Every wait before a retry of a state, in place of what the machine says; for tests. */
  readonly retryWaitMillis?: number;
  /** Sees every credential that is handed out; for the test that searches for them. */
  readonly onCredentials?: (credentials: SessionCredentials) => void;
  /** Sees every answer of the API and of the dashboard's files; for the test that holds them against the description. */
  readonly onAnswer?: GatewayOptions["onAnswer"];
  /** Sees every call of AWS. DynamoDB's then take the way through the front door, too. */
  readonly onCall?: CallWatcher;
}

/** The whole system on one machine. Two of them can run side by side. */
export interface LocalStack {
  /** Dashboard, API and all: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly endpoints: LocalEndpoints;
  readonly faults: Faults;
  /** What was created of the templates, stack by stack. */
  readonly stacks: readonly DeployedStack[];
  /** The folder with the programs' logs. */
  readonly logDir: string;
  /** Calls the targets of all schedules now. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/** The platform's. What is connected to it lies in others. */
const account = motoAccount;

export async function createLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const started = createStartedParts((line) => console.error(line));
  try {
    return await start(options, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** The system, part by part, in the order of their start; they are stopped in reverse. */
async function start(options: LocalStackOptions, started: StartedParts): Promise<LocalStack> {
  const { region = "eu-west-1", port = 0, onCall } = options;
  const assembly = readAssembly(resolve(options.assemblyDir));

  // API Gateway and CloudFront: the one port. It is taken first, so that a taken one is told before anything starts.
  const gatewayFaults = createGatewayFaults();
  const log = (line: string): void => logs.append("stack", line);
  const gateway = started.add(
    await startGateway({
      port,
      log,
      onAnswer: options.onAnswer,
      intercept(request) {
        const call = onCall && managementCall(request, sessions);
        if (call !== undefined) void onCall?.(call);
        return gatewayFaults.intercept(request);
      },
    }),
  );
  const runDir = join(resolve(options.dataDir ?? ".vintner"), "run");
  rmSync(runDir, { recursive: true, force: true });
  const logs = createProgramLogs(join(runDir, "logs"));

  // Cognito: an issuer with a key of its own.
  const issuer = await createIssuer(`${gateway.url}/local/issuer`, "vintner-local");

  // What holds the data: DynamoDB Local, and moto for S3, IAM, EC2, Secrets Manager, CloudWatch Logs.
  const processes = started.add(createProcesses());
  const [dynamoDb, moto] = await Promise.all([
    options.dynamoDb ?? startDynamoDbLocal({ processes, logDir: logs.folder }),
    options.startMoto?.(logs.folder).then((moto) => started.add(moto)) ?? startMoto({ processes, logDir: logs.folder }),
  ]);
  const tablesUrl = () => (options.dynamoDb === undefined ? dynamoDb.url : frontDoor.url);
  const motoClient = createCloudClient(moto.url);
  const seeding = seedAccount(motoClient);
  // Whoever needs it awaits it; a failed one ends the start then.
  seeding.catch(() => undefined);

  // The Tendril's releases: the one of the template, and those that are offered here.
  const base = () => templateImage(functions.definitions());
  const releases = createReleases({ base, onOffer: () => functions.renew() });

  // STS and ECS: who may be whom, and containers as processes.
  const sessions = new Sessions(account, undefined, options.onCredentials);
  const ecs = started.add(
    await startEcs({
      account,
      processes,
      moto: motoClient,
      sessions,
      onCall,
      dataDir: join(runDir, "tasks"),
      imageEnvironment: (image) =>
        imageEnvironment(image, { assembly, endpoint: frontDoor.url, base: base(), releases }),
    }),
  );
  const tasks = createTaskFaults(ecs);

  // GCP and Azure: each trusts the tokens that this account signs for the broker.
  const webIdentity = await createWebIdentity(() => frontDoor.url);
  webIdentity.enabled = false;
  const broker = () => valueOf(functions, variables.brokerRole);
  const clouds = started.add(await startClouds({ issuer: () => webIdentity.issuer(), subject: broker }));

  // Lambda: a worker thread for each instance of a function.
  const functions: FunctionHost = started.add(
    createFunctionHost({
      environmentOf: async (definition) =>
        functionEnvironment(definition, {
          region,
          sessions,
          endpoints: { aws: frontDoor.url, dynamodb: onCall === undefined ? tablesUrl() : frontDoor.url },
          replace: (value) => clouds.replace(value),
          release: releases.newest(),
        }),
      log: (name, text) => logs.append(name, text),
    }),
  );
  const { invoke } = functions;

  // EventBridge: rules and schedules.
  const events = started.add(createEventBus({ account, region, invoke, log }));

  // Step Functions.
  const states = started.add(
    createStates({
      account,
      region,
      invoke,
      ecs: tasks.runner,
      emit: (event) => events.put(event),
      killCaller: async (accessKeyId) => {
        const { sessionName } = sessions.principalOf(accessKeyId);
        if (sessionName !== undefined) await functions.kill(sessionName);
      },
      retryWaitMillis: options.retryWaitMillis,
      onCall,
    }),
  );

  // The front door: the one endpoint of AWS for all that runs here.
  const doorFaults = createDoorFaults();
  const frontDoor: FrontDoor = started.add(
    await startFrontDoor({
      motoUrl: moto.url,
      sessions,
      services: {
        sts: createSts({ moto: motoClient, sessions, webIdentity }),
        iam: createFederation(webIdentity),
        ec2: createEc2Pages(motoClient, sessions),
        ecs: ecs.service,
        lambda: createLambdaService({ host: functions, moto: motoClient, sessions }),
        states: states.service,
      },
      upstreams: { dynamodb: dynamoDb },
      published: webIdentity.published,
      intercept: doorFaults.intercept,
      onCall,
    }),
  );
  loopback(frontDoor.url);

  const stacks = await deployAssembly(
    assembly,
    { region, account, log },
    {
      ...cloudProviders(motoClient, createCloudClient(tablesUrl())),
      ...functionProviders(functions, assembly),
      ...apiProviders({ gateway, account, invoke, now: () => new Date() }),
      ...distributionProviders(gateway, assembly, frontDoor.url),
      ...signInProviders(issuer),
      "AWS::StepFunctions::StateMachine": stateMachineProvider(states),
      "AWS::Events::Rule": ruleProvider(events),
      "Custom::WebIdentityFederation": customResourceProvider(functions),
    },
  );

  const endpoints: LocalEndpoints = {
    aws: frontDoor.url,
    dynamodb: tablesUrl(),
    region,
    account_id: account,
    state_bucket: valueOf(functions, variables.stateBucket),
  };
  const faults = createFaults([
    ...states.faults,
    ...events.faults,
    ...tasks.faults,
    ...functionFaults(functions),
    ...gatewayFaults.faults,
    ...doorFaults.faults,
    ...seedFaults(motoClient),
    ...clouds.faults,
    ...(gateway.parts.webSocketApi?.faults ?? []),
  ]);
  gateway.parts.localRoutes = createLocalRoutes({
    issuer,
    faults,
    endpoints: () => endpoints,
    seeded: seededCredentials,
    offerRelease: (request) => releases.offer(request),
    setUpRole: createRoleRoute({
      apiUrl: gateway.url,
      token: () => issuer.token("local", ["admin"]),
      moto: motoClient,
      region,
    }),
  });
  await seeding;
  events.start();
  return {
    url: gateway.url,
    endpoints,
    faults,
    stacks,
    logDir: logs.folder,
    sweep: () => events.sweep(),
    stop: () => started.stop(),
  };
}

/** What the template tells any function under this name. */
function valueOf(functions: FunctionHost, name: string): string {
  const values = functions.definitions().map(({ environment }) => environment[name]);
  return values.find((value) => value !== undefined) ?? "";
}
