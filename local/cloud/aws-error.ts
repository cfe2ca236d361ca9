import { randomUUID } from "node:crypto";
import type { AwsAnswer, AwsRequestHead } from "./aws-request.ts";

/** An error in the wire format that the service's own clients expect. */
export function awsError(
  request: Pick<AwsRequestHead, "service" | "headers">,
  code: string,
  message: string,
  status = 400,
): AwsAnswer {
  const requestId = randomUUID();
  if (request.headers["x-amz-target"] !== undefined) {
    return {
      status,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
      body: JSON.stringify({ __type: code, message, Message: message }),
    };
  }
  const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
  const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  if (request.service === "s3") {
    return { status, headers, body: `<?xml version="1.0"?><Error>${error}<RequestId>${requestId}</RequestId></Error>` };
  }
  if (request.service === "ec2") {
    const body = `<?xml version="1.0"?><Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    return { status, headers, body };
  }
  const body = `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, headers, body };
}

export function escapeXml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
