import * as z from "zod";

const on = z.looseObject({ Override: z.boolean() });
const policySchema = z.looseObject({
  SecurityHeadersConfig: z
    .looseObject({
      ContentSecurityPolicy: on.extend({ ContentSecurityPolicy: z.string() }).optional(),
      ContentTypeOptions: on.optional(),
      FrameOptions: on.extend({ FrameOption: z.string() }).optional(),
      ReferrerPolicy: on.extend({ ReferrerPolicy: z.string() }).optional(),
      StrictTransportSecurity: on
        .extend({
          AccessControlMaxAgeSec: z.coerce.number(),
          IncludeSubdomains: z.boolean().optional(),
          Preload: z.boolean().optional(),
        })
        .optional(),
      XSSProtection: z.unknown().optional(),
    })
    .optional(),
  CustomHeadersConfig: z
    .looseObject({ Items: z.array(z.looseObject({ Header: z.string(), Value: z.string() })) })
    .optional(),
});

const bucketOrigin = /https:\/\/[\w.-]+\.s3\.[\w-]+\.amazonaws\.com/g;

/**
 * The headers that an AWS::CloudFront::ResponseHeadersPolicy puts on every answer. Buckets have no host names of their
 * own here: pages may reach them at the one address `bucketsAt`.
 */
export function responseHeaders(config: unknown, bucketsAt: string): Readonly<Record<string, string>> {
  const { SecurityHeadersConfig: security = {}, CustomHeadersConfig: custom } = policySchema.parse(config);
  const headers: Record<string, string> = {};
  if (security.ContentSecurityPolicy) {
    const policy = security.ContentSecurityPolicy.ContentSecurityPolicy;
    headers["content-security-policy"] = policy.replaceAll(bucketOrigin, bucketsAt);
  }
  if (security.ContentTypeOptions) headers["x-content-type-options"] = "nosniff";
  if (security.FrameOptions) headers["x-frame-options"] = security.FrameOptions.FrameOption;
  if (security.ReferrerPolicy) headers["referrer-policy"] = security.ReferrerPolicy.ReferrerPolicy;
  if (security.StrictTransportSecurity) {
    const { AccessControlMaxAgeSec, IncludeSubdomains, Preload } = security.StrictTransportSecurity;
    const parts = [`max-age=${AccessControlMaxAgeSec}`, IncludeSubdomains && "includeSubDomains", Preload && "preload"];
    headers["strict-transport-security"] = parts.filter(Boolean).join("; ");
  }
  for (const { Header, Value } of custom?.Items ?? []) headers[Header.toLowerCase()] = Value;
  return headers;
}
