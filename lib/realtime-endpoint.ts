import { WebSocketApi, WebSocketStage } from "aws-cdk-lib/aws-apigatewayv2";
import { WebSocketLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Construct } from "constructs";
import type { VintnerFunction } from "./vintner-function.ts";

const stageName = "live";

/** The WebSocket API, over which every change reaches the pages that show it. */
export class RealtimeEndpoint extends Construct {
  readonly api: WebSocketApi;
  private readonly stage: WebSocketStage;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new WebSocketApi(this, "WebSocketApi", {
      description: "Vintner's WebSocket API",
      // No route of its own for an action: the handler reads each message by its schema.
      routeSelectionExpression: "$request.body.action",
    });
    this.stage = new WebSocketStage(this, "Stage", { webSocketApi: this.api, stageName, autoDeploy: true });
  }

  /** `wss://<host>`, as a content security policy names it. */
  get origin(): string {
    return this.api.apiEndpoint;
  }

  /** Where clients connect. */
  get url(): string {
    return `${this.origin}/${stageName}`;
  }

  serve(handler: VintnerFunction): void {
    const integration = () => new WebSocketLambdaIntegration("RealtimeIntegration", handler);
    this.api.addRoute("$connect", { integration: integration() });
    this.api.addRoute("$disconnect", { integration: integration() });
    this.api.addRoute("$default", { integration: integration() });
  }

  /** Lets a function push to connected clients, and end a connection. */
  grantPublish(handler: VintnerFunction): void {
    this.configure(handler);
    this.stage.grantManagementApiAccess(handler);
  }

  configure(handler: VintnerFunction): void {
    handler.set("webSocketUrl", this.url);
  }
}
