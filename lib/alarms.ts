import { Duration } from "aws-cdk-lib";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { Alarm, ComparisonOperator, MathExpression, Metric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Construct } from "constructs";
import type { AlarmTopic } from "./alarm-topic.ts";
import type { Functions } from "./functions.ts";
import type { HttpEndpoint } from "./http-endpoint.ts";
import type { JobMetrics } from "./job-metrics.ts";
import type { RealtimeEndpoint } from "./realtime-endpoint.ts";
import type { TableSet } from "./tables.ts";

export interface Watched {
  readonly functions: Functions;
  readonly tables: TableSet;
  readonly http: HttpEndpoint;
  readonly realtime: RealtimeEndpoint;
  readonly jobMetrics: JobMetrics;
}

interface AlarmFacts {
  /** What happened, in one sentence. */
  readonly says: string;
  /** The section of `docs/operations.md`. */
  readonly section: string;
  readonly metric: IMetric;
  /** It rings at this value. */
  readonly at: number;
  /** So many periods of five minutes in a row. @default 1 */
  readonly periods?: number;
  /** Rings below the value instead, also when nothing is measured at all. @default false */
  readonly below?: boolean;
}

const period = Duration.minutes(5);

/** An alarm for each thing that hurts, all on one topic, each with what to do about it in `docs/operations.md`. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, watched: Watched, { topic }: AlarmTopic) {
    super(scope, id);
    const facts = { ...jobAlarms(watched), ...programAlarms(watched) };
    this.all = Object.entries(facts).map(([name, fact]) => this.alarm(name, fact));
    for (const alarm of this.all) alarm.addAlarmAction(new SnsAction(topic));
    for (const alarm of this.all) alarm.addOkAction(new SnsAction(topic));
  }

  private alarm(name: string, { says, section, metric, at, periods = 1, below = false }: AlarmFacts): Alarm {
    const { LESS_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = ComparisonOperator;
    return new Alarm(this, name, {
      alarmName: `vintner-${name.replaceAll(/(?!^)([A-Z])/g, "-$1").toLowerCase()}`,
      alarmDescription: `${says} What to do: docs/operations.md#${section}`,
      metric,
      threshold: at,
      evaluationPeriods: periods,
      comparisonOperator: below ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }
}

function jobAlarms({ functions: { events }, jobMetrics }: Watched): Record<string, AlarmFacts> {
  return {
    JobsFailedByPlatform: {
      says: "A job failed by no fault of its user.",
      section: "jobs-failed-by-the-platform",
      metric: jobMetrics.platformFaults,
      at: 1,
    },
    JobsEndedByCloser: {
      says: "An execution ended without having reported, and the closer ended its job.",
      section: "jobs-ended-by-the-closer",
      metric: jobMetrics.endedByCloser,
      at: 1,
    },
    JobsToRecover: {
      says: "A runner was lost while Terraform was changing things: its job waits for an admin.",
      section: "jobs-to-recover",
      metric: jobMetrics.recoveryNeeded,
      at: 1,
    },
    TendrilsOffline: {
      says: "A cloud-hosted Tendril has been silent for 15 minutes.",
      section: "tendrils-offline",
      metric: jobMetrics.tendrilsOffline,
      at: 1,
      periods: 3,
    },
    SweepStopped: {
      says: "The sweep, which runs every minute, did not run.",
      section: "the-sweep-has-stopped",
      metric: events.metricInvocations({ period }),
      at: 1,
      periods: 2,
      below: true,
    },
    SweepFailing: {
      says: "The sweep or the closer fails.",
      section: "the-sweep-is-failing",
      metric: sum("Failures", { errors: events.metricErrors({ period }), jobs: jobMetrics.notSwept }),
      at: 3,
    },
  };
}

function programAlarms({ functions, tables, http, realtime, jobMetrics }: Watched): Record<string, AlarmFacts> {
  const { api, workerApi, ingest, realtime: realtimeHandler } = functions;
  return {
    IngestFailing: {
      says: "Lines of running jobs are not stored at once; runners keep them and send them again.",
      section: "ingest-failing",
      metric: sum("Failures", {
        errors: ingest.metricErrors({ period }),
        throttles: ingest.metricThrottles({ period }),
        refused: jobMetrics.logsRefused,
      }),
      at: 5,
    },
    ApiFailing: {
      says: "The HTTP API answers with 5xx.",
      section: "the-api-is-failing",
      metric: http.api.metricServerError({ period, statistic: Stats.SUM }),
      at: 5,
    },
    FunctionsFailing: {
      says: "A function behind the APIs crashes or times out.",
      section: "functions-failing",
      metric: sum("Errors", {
        api: api.metricErrors({ period }),
        worker: workerApi.metricErrors({ period }),
        realtime: realtimeHandler.metricErrors({ period }),
      }),
      at: 3,
    },
    FunctionsThrottled: {
      says: "Lambda throttles functions of this region: the account's concurrency is used up.",
      section: "functions-throttled",
      // Of the whole account and region, which share one limit.
      metric: new Metric({ namespace: "AWS/Lambda", metricName: "Throttles", statistic: Stats.SUM, period }),
      at: 10,
    },
    RealtimeFailing: {
      says: "The WebSocket API cannot reach its function: pages fall back to asking every 3 seconds.",
      section: "realtime-failing",
      metric: realtime.api.metric("IntegrationError", { period, statistic: Stats.SUM }),
      at: 5,
    },
    TablesThrottled: {
      says: "DynamoDB throttles the tables of jobs and logs.",
      section: "tables-throttled",
      metric: sum("Throttles", throttlesOf(tables)),
      at: 10,
      periods: 2,
    },
  };
}

/** Of the tables that every running job writes. Heads of logs are read with the jobs. */
function throttlesOf({ jobs, jobLogs, logHeads }: TableSet): Record<string, IMetric> {
  const of = (table: TableSet["jobs"], metric: string) => table.metric(metric, { period, statistic: Stats.SUM });
  return {
    jobReads: of(jobs, "ReadThrottleEvents"),
    jobWrites: of(jobs, "WriteThrottleEvents"),
    logReads: of(jobLogs, "ReadThrottleEvents"),
    logWrites: of(jobLogs, "WriteThrottleEvents"),
    headWrites: of(logHeads, "WriteThrottleEvents"),
  };
}

/** Where one of them measured nothing it counts as zero. */
function sum(label: string, usingMetrics: Record<string, IMetric>): MathExpression {
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(" + ");
  return new MathExpression({ expression, usingMetrics, label, period });
}
