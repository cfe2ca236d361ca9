import {
  EnableOutboundWebIdentityFederationCommand,
  FeatureEnabledException,
  GetOutboundWebIdentityFederationInfoCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import * as z from "zod";

const eventSchema = z.object({
  RequestType: z.enum(["Create", "Update", "Delete"]),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
});
type Event = z.infer<typeof eventSchema>;

const iam = new IAMClient({});

/**
 * A custom resource of CloudFormation: switches outbound web identity federation on, unless it is, and answers the
 * account's issuer. Nothing is undone at the end: others may use it.
 */
export async function handler(given: unknown): Promise<void> {
  const event = eventSchema.parse(given);
  try {
    const issuer = event.RequestType === "Delete" ? "" : await issuerOf(iam);
    await answer(event, { Status: "SUCCESS", Data: { IssuerIdentifier: issuer } });
  } catch (error) {
    const Reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await answer(event, { Status: "FAILED", Reason: Reason.slice(0, 1000) });
  }
}

async function issuerOf(client: IAMClient): Promise<string> {
  try {
    const { IssuerIdentifier } = await client.send(new EnableOutboundWebIdentityFederationCommand({}));
    if (IssuerIdentifier !== undefined) return IssuerIdentifier;
  } catch (error) {
    if (!(error instanceof FeatureEnabledException)) throw error;
  }
  const { IssuerIdentifier } = await client.send(new GetOutboundWebIdentityFederationInfoCommand({}));
  if (IssuerIdentifier === undefined) throw new Error("IAM answered no issuer");
  return IssuerIdentifier;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
async function answer(event: Event, result: object): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = "web-identity-federation" } = event;
  const body = JSON.stringify({ StackId, RequestId, LogicalResourceId, PhysicalResourceId, ...result });
  const response = await fetch(event.ResponseURL, { method: "PUT", body });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${response.status}`);
}
