import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";
import { listen } from "../gateway/listen.ts";
import type { CreateRequest, ResourceProvider } from "../template/deploy.ts";
import type { FunctionHost } from "./function-host.ts";

const responseSchema = z.object({
  Status: z.enum(["SUCCESS", "FAILED"]),
  Reason: z.string().optional(),
  PhysicalResourceId: z.string(),
  Data: z.record(z.string(), z.coerce.string()).default({}),
});
type Response = z.infer<typeof responseSchema>;

/** A custom resource as CloudFormation makes it: its function is called and answers by a PUT to a URL of ours. */
export function customResourceProvider(host: Pick<FunctionHost, "invoke">): ResourceProvider {
  return {
    async create(request) {
      const answer = await whileListening(async (url, response) => {
        const invoked = await host.invoke(String(request.properties["ServiceToken"]), eventOf(request, url));
        if (!invoked.ok) throw new Error(`${invoked.error.errorType}: ${invoked.error.errorMessage}`);
        return response;
      });
      if (answer.Status === "FAILED") throw new Error(answer.Reason ?? "its function failed");
      return { ref: answer.PhysicalResourceId, attributes: answer.Data };
    },
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-create.html */
function eventOf({ logicalId, type, properties, stackName, region, account }: CreateRequest, responseUrl: string) {
  return {
    RequestType: "Create",
    ResponseURL: responseUrl,
    StackId: `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
    RequestId: randomUUID(),
    ResourceType: type,
    LogicalResourceId: logicalId,
    ResourceProperties: properties,
  };
}

async function whileListening(use: (url: string, response: Promise<Response>) => Promise<Response>): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      response.end();
      try {
        resolve(responseSchema.parse(JSON.parse(Buffer.concat(pieces).toString("utf8"))));
      } catch (error) {
        reject(error);
      }
    });
  });
  await listen(server, 0);
  try {
    // listening on TCP gives an AddressInfo
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, promise);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
