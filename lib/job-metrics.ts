import { Stats, type Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import { operationsEvents } from "../lambdas/contract/operations-events.ts";
import type { ErrorCode } from "../lambdas/contract/errors.ts";
import type { Functions } from "./functions.ts";
import type { VintnerFunction } from "./vintner-function.ts";

const namespace = "Vintner";

/** Counts lines of the functions' logs where AWS has no metric of its own. A line counts by one word that it alone holds. */
export class JobMetrics extends Construct {
  readonly platformFaults: Metric;
  readonly endedByCloser: Metric;
  readonly recoveryNeeded: Metric;
  readonly notSwept: Metric;
  readonly tendrilsOffline: Metric;
  readonly logsRefused: Metric;

  constructor(scope: Construct, id: string, { jobSteps, events, ingest }: Functions) {
    super(scope, id);
    const { platformFault, endedByCloser, recoveryNeeded, notSwept, tendrilOffline } = operationsEvents;
    this.platformFaults = this.count("PlatformFaults", [jobSteps, events], [platformFault]);
    this.endedByCloser = this.count("JobsEndedByCloser", [events], [endedByCloser]);
    this.recoveryNeeded = this.count("JobsToRecover", [events], [recoveryNeeded]);
    this.notSwept = this.count("JobsNotSwept", [events], [notSwept]);
    this.tendrilsOffline = this.count("TendrilsOffline", [events], [tendrilOffline]);
    // What its wrapper answers with 500 or 503 is no error to Lambda.
    this.logsRefused = this.count("LogsRefused", [ingest], ["INTERNAL", "UNAVAILABLE"] satisfies ErrorCode[]);
  }

  private count(metricName: string, handlers: readonly VintnerFunction[], words: readonly string[]): Metric {
    const [metric] = handlers.map((handler) =>
      new MetricFilter(this, `${metricName}${handler.node.id}`, {
        logGroup: handler.logGroup,
        filterPattern: FilterPattern.anyTerm(...words),
        metricNamespace: namespace,
        metricName,
        metricValue: "1",
      }).metric({ statistic: Stats.SUM, period: Duration.minutes(5) }),
    );
    if (metric === undefined) throw new Error(`${metricName} counts in no log`);
    return metric;
  }
}
