import { createJobSchema } from "../../../lambdas/contract/create-job.ts";
import { alarmMetrics, memoryGb, runnerSize, transitionsOf } from "./from-templates.ts";
import { prices } from "./prices.ts";
import { resourcesOf, type Template } from "../template.ts";

/** How much of what AWS charges for, by the names of its prices. */
type Use = Partial<Readonly<Record<keyof typeof prices.usd, number>>>;

export interface Estimate {
  /** USD. */
  readonly total: number;
  readonly parts: Readonly<Record<string, number>>;
}

const hoursPerMonth = 730;
const minutesPerMonth = hoursPerMonth * 60;
/** A line of a function's log with Lambda's own three around it. */
const logGbPerInvocation = 0.6e-6;

/** A month without a job and without a Tendril. */
export function idleMonth(app: Template): Estimate {
  return estimate({
    "the sweep, every minute": call(memoryGb(app, "Events"), 0.15, { dynamoReadUnit: 3 }, minutesPerMonth),
    secrets: { secretMonth: resourcesOf(app, "AWS::SecretsManager::Secret").length },
    alarms: { alarmMetricMonth: alarmMetrics(app) },
    "CloudWatch dashboard": { dashboardMonth: resourcesOf(app, "AWS::CloudWatch::Dashboard").length },
  });
}

/** DEPLOY_WORKER, the dearest: ten minutes on the platform runner, 2 MB of log, which nobody watches. */
export function tenMinuteJob(app: Template): Estimate {
  const { vcpu, gb } = runnerSize(app);
  const hours = 10 / 60;
  return estimate({
    Fargate: { fargateArmVcpuHour: vcpu * hours, fargateArmGbHour: gb * hours, publicIpv4Hour: hours },
    "Step Functions": { statesTransition: transitionsOf(app, "vintner-deploy-worker") },
    ...reports(app, 10, 2e6),
    "its steps": call(memoryGb(app, "JobSteps"), 0.4, { dynamoWriteUnit: stepUnits }, 7),
  });
}

/** PLAN: a minute on a Tendril that is there anyway, 50 KB of log. */
export function oneMinutePlan(app: Template): Estimate {
  return estimate({
    "Step Functions": { statesTransition: transitionsOf(app, "vintner-plan") },
    ...reports(app, 1, 50e3),
    "its credentials": call(memoryGb(app, "Broker"), 2, {}, 2),
    "its steps": call(memoryGb(app, "JobSteps"), 0.4, { dynamoWriteUnit: stepUnits }, 7),
  });
}

/** CONNECTION_TEST of an AWS account: two steps at the broker, some seconds of lists, no runner. */
export function connectionTest(app: Template): Estimate {
  return estimate({
    "Step Functions": { statesTransition: transitionsOf(app, "vintner-connection-test") },
    "its identity": call(memoryGb(app, "Broker"), 2, { dynamoWriteUnit: stepUnits }, 2),
    "its lists": call(memoryGb(app, "DiscoverAws"), 15, { dynamoWriteUnit: stepUnits }, 1),
    "its steps": call(memoryGb(app, "JobSteps"), 0.4, { dynamoWriteUnit: stepUnits }, 3),
  });
}

/** What a runner sends as long as it works. */
function reports(app: Template, minutes: number, logBytes: number): Readonly<Record<string, Use>> {
  const logRequests = logRequestsPerMinute * minutes;
  const heartbeats = heartbeatsPerMinute * minutes;
  const chunk = chunkUnits(logBytes / logRequests);
  // One transaction, which counts twice, and no read.
  const logTables = { dynamoWriteUnit: 2 * (headUnits + chunk) };
  return {
    "its turns": { dynamoWriteUnit: turnUnits },
    "its log": {
      ...call(memoryGb(app, "Ingest"), 0.03, logTables, logRequests),
      httpApiRequest: logRequests,
    },
    "its heartbeats": {
      ...call(memoryGb(app, "WorkerApi"), 0.02, jobRowWrite, heartbeats),
      httpApiRequest: heartbeats,
    },
  };
}

/** One at its default size, on all the time. What its jobs need besides is theirs. */
export function tendrilMonth(app: Template): Estimate {
  const request = createJobSchema.parse({ type: "DEPLOY_WORKER", name: "north", region: prices.region });
  if (request.type !== "DEPLOY_WORKER") throw new Error("A deployment is parsed as something else");
  const { cpu, memory } = request;
  const beats = 2 * minutesPerMonth;
  return estimate({
    Fargate: {
      fargateArmVcpuHour: (cpu / 1024) * hoursPerMonth,
      fargateArmGbHour: (memory / 1024) * hoursPerMonth,
      publicIpv4Hour: hoursPerMonth,
    },
    "its heartbeats": {
      ...call(memoryGb(app, "WorkerApi"), 0.02, { dynamoWriteUnit: 1, dynamoReadUnit: 1 }, beats),
      httpApiRequest: beats,
    },
    // After each heartbeat it asks for work: who it is, and three queues that are empty.
    "its claims": {
      ...call(memoryGb(app, "WorkerApi"), 0.02, { dynamoReadUnit: 3 }, beats),
      httpApiRequest: beats,
    },
    "its token": { secretMonth: 1 },
  });
}

/** Nobody watches: a request every two seconds. */
const logRequestsPerMinute = 30;
const heartbeatsPerMinute = 6;
/** Terraform's output in pieces of some KB shrinks so much. */
const gzipRatio = 5;

/** A row of 3 KB, read and written. Its indexes hold keys alone, which do not change. */
const jobRowUnits = 3;
/** Who is told of it hears of its log, too: that is another read, of the head. */
const jobRowWrite: Use = { dynamoWriteUnit: jobRowUnits, dynamoReadUnit: 2 };
/** The head of a log: what fences a write of it, and sums it up. */
const headUnits = 1;
/** Made, claimed, settled, closed: each time row and head in one transaction. */
const turnUnits = 4 * 2 * (jobRowUnits + headUnits);
/** Opened and ended, and three times told about: a line counts twice with the head, as transactions do. */
const stepUnits = 2 * jobRowUnits + 3 * 2 * (headUnits + 1);

function chunkUnits(bytes: number): number {
  return Math.ceil(bytes / gzipRatio / 1024);
}

function call(gb: number, seconds: number, tables: Use, times: number): Use {
  return {
    lambdaRequest: times,
    lambdaArmGbSecond: gb * seconds * times,
    logsGb: logGbPerInvocation * times,
    dynamoWriteUnit: (tables.dynamoWriteUnit ?? 0) * times,
    dynamoReadUnit: (tables.dynamoReadUnit ?? 0) * times,
  };
}

function estimate(uses: Readonly<Record<string, Use>>): Estimate {
  const parts = Object.fromEntries(Object.entries(uses).map(([name, use]) => [name, priceOf(use)]));
  return { parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

function priceOf(use: Use): number {
  const amounts = Object.entries(use) as [keyof typeof prices.usd, number][];
  return amounts.reduce((sum, [name, amount]) => sum + amount * prices.usd[name], 0);
}
