import * as z from "zod";
import type { InvokeResult } from "../functions/invoke-result.ts";
import type { ResourceProvider, ResourceProviders } from "../template/deploy.ts";
import type { Gateway } from "./gateway.ts";
import { createHttpApi } from "./http-api.ts";
import { createWebSocketApi } from "./web-socket-api.ts";

export interface ApiProvidersOptions {
  readonly gateway: Gateway;
  readonly account: string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvokeResult>;
  readonly now: () => Date;
}

const apiSchema = z.looseObject({
  ProtocolType: z.enum(["HTTP", "WEBSOCKET"]),
  RouteSelectionExpression: z.string().optional(),
});
const integrationSchema = z.looseObject({ ApiId: z.string(), IntegrationUri: z.string() });
const routeSchema = z.looseObject({ ApiId: z.string(), RouteKey: z.string(), Target: z.string() });
const stageSchema = z.looseObject({ ApiId: z.string(), StageName: z.string() });

/** The one stage of the WebSocket API; the path at which the gateway serves it. */
const stage = "live";

/** AWS::ApiGatewayV2::*: the routes of the template on the gateway's one port. */
export function apiProviders({ gateway, account, invoke, now }: ApiProvidersOptions): ResourceProviders {
  const functionOfIntegration = new Map<string, string>();
  const protocols = new Map<string, "HTTP" | "WEBSOCKET">();
  const nothing: ResourceProvider = { create: (request) => Promise.resolve({ ref: request.logicalId }) };
  return {
    "AWS::ApiGatewayV2::Api": {
      create(request) {
        const { ProtocolType, RouteSelectionExpression } = apiSchema.parse(request.properties);
        const id = request.logicalId;
        protocols.set(id, ProtocolType);
        if (ProtocolType === "HTTP") {
          if (gateway.parts.httpApi !== undefined) throw new Error(`${id}: the local stack serves one HTTP API`);
          gateway.parts.httpApi = createHttpApi({ id, account, invoke, now });
          return Promise.resolve({ ref: id, attributes: { ApiEndpoint: gateway.url, ApiId: id } });
        }
        if (gateway.parts.webSocketApi !== undefined)
          throw new Error(`${id}: the local stack serves one WebSocket API`);
        const routeSelection = RouteSelectionExpression ?? "$request.body.action";
        gateway.parts.webSocketApi = createWebSocketApi({ id, stage, routeSelection, invoke, now });
        return Promise.resolve({ ref: id, attributes: { ApiEndpoint: `ws://${gateway.host}`, ApiId: id } });
      },
    },
    "AWS::ApiGatewayV2::Integration": {
      create(request) {
        const { IntegrationUri } = integrationSchema.parse(request.properties);
        functionOfIntegration.set(request.logicalId, functionArnOf(IntegrationUri));
        return Promise.resolve({ ref: request.logicalId, attributes: { IntegrationId: request.logicalId } });
      },
    },
    "AWS::ApiGatewayV2::Route": {
      create(request) {
        const { ApiId, RouteKey, Target } = routeSchema.parse(request.properties);
        const functionArn = functionOfIntegration.get(Target.replace(/^integrations\//, ""));
        if (functionArn === undefined) throw new Error(`${request.logicalId}: unknown integration ${Target}`);
        const api = protocols.get(ApiId) === "HTTP" ? gateway.parts.httpApi : gateway.parts.webSocketApi;
        api?.addRoute(RouteKey, functionArn);
        return Promise.resolve({ ref: request.logicalId, attributes: { RouteId: request.logicalId } });
      },
    },
    "AWS::ApiGatewayV2::Stage": {
      create(request) {
        const { ApiId, StageName } = stageSchema.parse(request.properties);
        const expected = protocols.get(ApiId) === "HTTP" ? "$default" : stage;
        if (StageName !== expected) throw new Error(`${request.logicalId}: the stage is not ${expected}`);
        return Promise.resolve({ ref: StageName });
      },
    },
    "AWS::ApiGatewayV2::Deployment": nothing,
  };
}

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function ARN>/invocations`, or the ARN itself. */
function functionArnOf(uri: string): string {
  return /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
