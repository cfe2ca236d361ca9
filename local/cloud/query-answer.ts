import { randomUUID } from "node:crypto";
import { escapeXml } from "./aws-error.ts";
import type { AwsAnswer } from "./aws-request.ts";

/** What an answer holds, by element. */
export type Fields = { readonly [name: string]: string | Fields };

const namespaces = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
} as const;

/** The answer to an action of a query service. */
export function queryAnswer(service: keyof typeof namespaces, action: string, fields: Fields): AwsAnswer {
  const xml = (of: Fields): string =>
    Object.entries(of)
      .map(([name, value]) => `<${name}>${typeof value === "string" ? escapeXml(value) : xml(value)}</${name}>`)
      .join("");
  const requestId = randomUUID();
  const body =
    `<${action}Response xmlns="${namespaces[service]}"><${action}Result>${xml(fields)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}

/** A time as the query protocol writes it. */
export function queryTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
