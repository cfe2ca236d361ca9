import { Aws, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { grantCloudIdentities } from "./cloud-identity-access.ts";
import { CloserEvents } from "./closer-events.ts";
import type { Configuration } from "./configuration.ts";
import { Dashboard } from "./dashboard.ts";
import type { DataStack } from "./data-stack.ts";
import { grantFunctions } from "./function-grants.ts";
import { vintnerFunctions } from "./functions.ts";
import { HttpEndpoint } from "./http-endpoint.ts";
import { JobMachines } from "./job-machines.ts";
import { keepCleanerLog } from "./cleaner-log.ts";
import { Operations } from "./operations.ts";
import { stackOutputs } from "./outputs.ts";
import { PlatformNetwork } from "./platform-network.ts";
import { PlatformRunner } from "./platform-runner.ts";
import { PlatformToken } from "./platform-token.ts";
import { ProvisionerRole } from "./provisioner-role.ts";
import { RealtimeEndpoint } from "./realtime-endpoint.ts";
import { SignIn } from "./sign-in.ts";
import { StateRole } from "./state-role.ts";
import { joinTables, Tables } from "./tables.ts";
import { TaskTokenKey } from "./task-token-key.ts";
import { TendrilBoundary } from "./tendril-boundary.ts";
import { TendrilImage } from "./tendril-image.ts";
import { WebIdentity } from "./web-identity.ts";

interface AppStackProps {
  readonly data: DataStack;
  readonly configuration: Configuration;
  /** The built dashboard. */
  readonly dashboardFolder: string;
}

/** The application: it can be removed and deployed again without losing a job, a log or a state. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, { data, configuration, dashboardFolder }: AppStackProps) {
    super(scope, id, { description: "Vintner: runs Terraform for platform teams" });
    const tables = joinTables(data.tables, new Tables(this, "Tables", { keeps: false }));
    const http = new HttpEndpoint(this, "HttpEndpoint");
    const realtime = new RealtimeEndpoint(this, "RealtimeEndpoint");
    const { domain, alarmEmail } = configuration;
    const { states, artifacts } = data;
    const folder = dashboardFolder;
    const dashboard = new Dashboard(this, "Dashboard", { http, realtime, artifacts, folder, domain });
    const signIn = new SignIn(this, "SignIn", { directory: data.directory, dashboardUrls: dashboard.urls });

    const image = new TendrilImage(this, "TendrilImage");
    const network = new PlatformNetwork(this, "Network");
    const token = new PlatformToken(this, "PlatformToken");
    const tokenKey = new TaskTokenKey(this, "TaskTokenKey");
    const runner = new PlatformRunner(this, "PlatformRunner", { network, image, token, apiUrl: http.url });

    const functions = vintnerFunctions(this);
    const { broker, events } = functions;
    new StateRole(this, "StateRole", { broker, states });
    const boundary = new TendrilBoundary(this, "TendrilBoundary");
    new ProvisionerRole(this, "ProvisionerRole", { broker, boundary });

    const machines = new JobMachines(this, "Machines", { functions, runner, network });
    new CloserEvents(this, "CloserEvents", { handler: events, machines });

    const parts = {
      logRetentionDays: configuration.logRetentionDays,
      tables,
      states,
      artifacts,
      http,
      realtime,
      dashboard,
      signIn,
      image,
      token,
      tokenKey,
      runner,
      machines,
    };
    grantFunctions(functions, parts);
    grantCloudIdentities(functions, { tables, webIdentity: new WebIdentity(this, "WebIdentity") });

    keepCleanerLog(this);
    const operations = new Operations(this, "Operations", { functions, tables, http, realtime, machines, alarmEmail });
    const { dashboardName } = operations.dashboard;
    const console = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}`;
    stackOutputs(this, {
      Url: [dashboard.url, "The dashboard: open it and sign in"],
      CloudFrontName: [dashboard.distribution.distributionDomainName, "Where a custom domain's CNAME record points"],
      ApiUrl: [http.url, "The HTTP API, as workers reach it; people's is the dashboard's address with /api"],
      WebSocketUrl: [realtime.url, "The WebSocket API"],
      AlarmTopic: [
        operations.alarmTopic.topic.topicArn,
        "The SNS topic of the alarms: subscribe whom they should wake",
      ],
      OperationsDashboard: [`${console}#dashboards:name=${dashboardName}`, "The CloudWatch dashboard"],
    });
  }
}
