import { CfnOutput } from "aws-cdk-lib";
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Construct } from "constructs";
import type { VintnerFunction } from "./vintner-function.ts";

export type RouteKey = `${"GET" | "POST" | "PUT"} /${string}`;

/** The HTTP API. Which function serves a route follows from the permissions that the route needs. */
export class HttpEndpoint extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, "HttpApi", { description: "Vintner's HTTP API" });
    new CfnOutput(this, "Url", { value: this.url });
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

  configure(handler: VintnerFunction): void {
    handler.set("apiUrl", this.url);
  }
}
