/** Every key of the configuration, with values that fit together. */
export const fullContext = {
  adminEmail: "jane@example.com",
  alarmEmail: "on-call@example.com",
  domainName: "vintner.example.com",
  certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000",
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
  hostedZoneName: "example.com",
  permissionBoundary: "developer-boundary",
  logRetentionDays: "90",
} as const;
