import { Duration } from "aws-cdk-lib";
import type { Alarm, IMetric, IWidget } from "aws-cdk-lib/aws-cloudwatch";
import { AlarmStatusWidget, GraphWidget, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { jobTypeFacts } from "../lambdas/contract/job-types.ts";
import type { Watched } from "./alarms.ts";
import type { JobMachines } from "./job-machines.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface Shown extends Watched {
  readonly machines: JobMachines;
  readonly alarms: readonly Alarm[];
}

const period = Duration.minutes(5);

/** The rows of the CloudWatch dashboard: alarms, jobs, the way of a log line, and what all of it runs on. */
export function dashboardWidgets(shown: Shown): IWidget[][] {
  const status = new AlarmStatusWidget({ title: "Alarms", width: 24, height: 4, alarms: [...shown.alarms] });
  return [[status], jobs(shown), logs(shown), program(shown)];
}

function jobs({ machines, jobMetrics }: Shown): IWidget[] {
  const all = [...machines.machines].map(([type, machine]) => ({ label: jobTypeFacts[type].label, machine }));
  return [
    graph(
      "Jobs started, by type",
      all.map(({ label, machine }) => machine.metricStarted({ period, label })),
    ),
    graph(
      "Jobs failed or cancelled, by type",
      all.map(({ label, machine }) => machine.metricFailed({ period, label })),
    ),
    graph("By the platform's fault", [jobMetrics.platformFaults, jobMetrics.endedByCloser, jobMetrics.recoveryNeeded]),
  ];
}

function logs({ functions: { ingest, realtime: handler }, realtime, jobMetrics }: Shown): IWidget[] {
  const messages = realtime.api.metric("MessageCount", { period, statistic: Stats.SUM });
  return [
    graph("Storing and pushing a piece of log (ms)", [
      ingest.metricDuration({ period, statistic: Stats.p(50), label: "p50" }),
      ingest.metricDuration({ period, statistic: Stats.p(99), label: "p99" }),
    ]),
    graph("Log requests", [
      ingest.metricInvocations({ period }),
      ingest.metricErrors({ period }),
      jobMetrics.logsRefused,
    ]),
    graph("WebSocket messages and errors", [messages, handler.metricErrors({ period })]),
  ];
}

function program({ functions, http, tables, jobMetrics }: Shown): IWidget[] {
  const handlers: readonly VintnerFunction[] = Object.values(functions);
  const sum = { period, statistic: Stats.SUM };
  const written = [tables.jobs, tables.jobLogs, tables.logHeads];
  const throttled = written.map((table) => table.metric("WriteThrottleEvents", sum));
  return [
    graph("HTTP API", [http.api.metricCount(sum), http.api.metricClientError(sum), http.api.metricServerError(sum)]),
    graph(
      "Errors of functions",
      handlers.map((handler) => handler.metricErrors({ period, label: handler.node.id })),
    ),
    graph("Tendrils offline, throttled writes", [jobMetrics.tendrilsOffline, ...throttled]),
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6, leftYAxis: { min: 0 } });
}
