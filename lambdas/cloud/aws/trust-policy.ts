/** What a role has to trust: our broker alone, with this external id, for named and tagged sessions. */
export function trustPolicy(brokerRole: string, externalId: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "VintnerWithItsExternalId",
        Effect: "Allow",
        Principal: { AWS: brokerRole },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId } },
      },
      {
        // A session is tagged with its job, so that CloudTrail tells for which job anything was done.
        Sid: "VintnerTagsItsSessions",
        Effect: "Allow",
        Principal: { AWS: brokerRole },
        Action: "sts:TagSession",
        Condition: { StringLike: { "aws:RequestTag/job": "*" } },
      },
    ],
  };
}
