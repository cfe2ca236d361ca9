import { randomUUID } from "node:crypto";
import type { CloudAnswer } from "../cloud-request.ts";

/** An error of Resource Manager. */
export function managementError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): CloudAnswer {
  return { status, headers: { "x-ms-request-id": randomUUID(), ...headers }, body: { error: { code, message } } };
}

/** An error of Entra ID: its text begins with the number that people search for. */
export function entraError(status: number, error: string, number: number, message: string, now: Date): CloudAnswer {
  const [trace_id, correlation_id] = [randomUUID(), randomUUID()];
  const timestamp = `${now.toISOString().slice(0, 19).replace("T", " ")}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: ${message} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id,
      correlation_id,
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    },
  };
}
