import { Dashboard } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { Alarms, type Watched } from "./alarms.ts";
import { AlarmTopic } from "./alarm-topic.ts";
import { dashboardWidgets } from "./dashboard-widgets.ts";
import { JobMetrics } from "./job-metrics.ts";
import type { JobMachines } from "./job-machines.ts";

interface OperationsProps extends Omit<Watched, "jobMetrics"> {
  readonly machines: JobMachines;
  /** @default nobody */
  readonly alarmEmail?: string | undefined;
}

/** What those who run an installation look at: alarms on one topic, and one CloudWatch dashboard. */
export class Operations extends Construct {
  readonly alarmTopic: AlarmTopic;
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { machines, alarmEmail, ...parts }: OperationsProps) {
    super(scope, id);
    const watched = { ...parts, jobMetrics: new JobMetrics(this, "JobMetrics", parts.functions) };
    this.alarmTopic = new AlarmTopic(this, "AlarmTopic", { email: alarmEmail });
    const { all: alarms } = new Alarms(this, "Alarms", watched, this.alarmTopic);
    this.dashboard = new Dashboard(this, "Dashboard", {
      dashboardName: "Vintner",
      widgets: dashboardWidgets({ ...watched, machines, alarms }),
    });
  }
}
