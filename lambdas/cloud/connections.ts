import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { readEnvironment } from "../contract/environment.ts";

/** Sends one frame to a WebSocket. A connection that is gone is an answer, not an error. */
export async function postToConnection(connectionId: string, frame: string): Promise<"sent" | "gone"> {
  try {
    await managementClient().send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: frame }));
    return "sent";
  } catch (error) {
    if (error instanceof GoneException) return "gone";
    throw error;
  }
}

let client: ApiGatewayManagementApiClient | undefined;

/** Its endpoint is the WebSocket's own address: the only endpoint that code sets. */
function managementClient(): ApiGatewayManagementApiClient {
  if (client !== undefined) return client;
  const { webSocketUrl } = readEnvironment(["webSocketUrl"]);
  client = new ApiGatewayManagementApiClient({ endpoint: webSocketUrl.replace(/^ws/, "http") });
  return client;
}
