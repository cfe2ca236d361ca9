import { RemovalPolicy } from "aws-cdk-lib";
import { CfnStage, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { VintnerFunction } from "./vintner-function.ts";

export type RouteKey = `${"GET" | "POST" | "PUT"} /${string}`;

/** The HTTP API. Which function serves a route follows from the permissions that the route needs. */
export class HttpEndpoint extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, "HttpApi", { description: "Vintner's HTTP API" });
    this.logAccess();
  }

  /** Where workers reach Trellis, without a slash at the end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  /** Serves these routes by this function, which answers unknown methods and ids itself. */
  serve(handler: VintnerFunction, routes: readonly RouteKey[]): void {
    const integration = new HttpLambdaIntegration(`${handler.node.id}Integration`, handler);
    for (const route of routes) {
      const [method, path] = route.split(" ") as [HttpMethod, string];
      this.api.addRoutes({ path, methods: [method], integration });
    }
  }

  /** Serves all that no other route matches, so that every error has our own shape. */
  serveAllElse(handler: VintnerFunction): void {
    new HttpRoute(this, "AllElse", {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
    });
  }

  /** Who called from where, and what never reached a function. Never a header, a query or a body. */
  private logAccess(): void {
    const stage = this.api.defaultStage?.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error("The HTTP API has no stage of its own");
    const { logGroupArn } = new LogGroup(this, "AccessLog", { removalPolicy: RemovalPolicy.DESTROY });
    const fields = ["requestId", "requestTime", "identity.sourceIp", "routeKey", "status", "responseLatency"];
    const named = [...fields, "integrationErrorMessage"].map((field) => [
      field.replace(/.*\./, ""),
      `$context.${field}`,
    ]);
    stage.accessLogSettings = { destinationArn: logGroupArn, format: JSON.stringify(Object.fromEntries(named)) };
  }

  configure(handler: VintnerFunction): void {
    handler.set("apiUrl", this.url);
  }
}
