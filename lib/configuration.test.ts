import { App } from "aws-cdk-lib";
import { describe, expect, test } from "@jest/globals";
import { fullContext } from "../test/synth/full-context.ts";
import { readConfiguration } from "./configuration.ts";

const { certificateArn } = fullContext;
const read = (context: Record<string, unknown>) => readConfiguration(new App({ context }).node);

describe("the configuration", () => {
  test("needs nothing", () => {
    expect(read({})).toEqual({ logRetentionDays: 30 });
  });

  test("takes all that may be set, also as the text that a command line gives", () => {
    expect(read(fullContext)).toEqual({
      adminEmail: "jane@example.com",
      alarmEmail: "on-call@example.com",
      domain: {
        name: "vintner.example.com",
        certificateArn,
        hostedZone: { id: "Z0123456789ABCDEFGHIJ", name: "example.com" },
      },
      permissionBoundary: "developer-boundary",
      logRetentionDays: 90,
    });
  });

  test("knows nothing of keys that are not Vintner's", () => {
    expect(read({ "another:key": true })).toEqual({ logRetentionDays: 30 });
  });
});

const domain = { domainName: "vintner.example.com", certificateArn };
const rejected: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ["an address without @", { adminEmail: "jane" }, 'adminEmail: "jane" is not an e-mail address'],
  ["an address that is no text", { alarmEmail: 7 }, "alarmEmail: 7 is not an e-mail address"],
  ["a name with a scheme", { ...domain, domainName: "https://v.example.com" }, "domainName: "],
  [
    "a name without its certificate",
    { domainName: domain.domainName },
    "certificateArn: is missing: domainName is set",
  ],
  ["a certificate without a name", { certificateArn }, "domainName: is missing: certificateArn is set"],
  [
    "a certificate of another region",
    { ...domain, certificateArn: certificateArn.replace("us-east-1", "eu-west-1") },
    "is not the ARN of a certificate in us-east-1, which CloudFront needs wherever the stack is",
  ],
  ["half a hosted zone", { ...domain, hostedZoneId: "Z0123456789" }, "hostedZoneName: is missing: hostedZoneId is set"],
  ["a hosted zone for no name", { hostedZoneId: "Z1", hostedZoneName: "example.com" }, "domainName: is missing"],
  [
    "a hosted zone that does not hold the name",
    { ...domain, hostedZoneId: "Z0123456789", hostedZoneName: "ample.com" },
    'hostedZoneName: "ample.com" does not hold the name vintner.example.com',
  ],
  ["a boundary that is a role", { permissionBoundary: "arn:aws:iam::111122223333:role/x" }, "permissionBoundary: "],
  ["days that CloudWatch does not know", { logRetentionDays: 31 }, "logRetentionDays: 31 is none of what CloudWatch"],
  ["days that are no number", { logRetentionDays: "a month" }, 'logRetentionDays: "a month" is none of what'],
];

describe("the configuration refuses", () => {
  test.each(rejected)("%s", (_, context, message) => {
    expect(() => read(context)).toThrow(message);
  });

  test("all that is wrong at once, each line with its key and an example", () => {
    expect(() => read({ adminEmail: "jane", logRetentionDays: 2 })).toThrow(
      /^The configuration is not valid\.\n {2}adminEmail: .* Example: -c adminEmail=jane@example\.com\n {2}logRetentionDays: .* Example: -c logRetentionDays=30$/,
    );
  });
});
