import * as z from "zod";
import type { CloudClient } from "../cloud-client.ts";
import type { ResourceProvider } from "../../template/deploy.ts";

const schema = z.looseObject({
  BucketName: z.string().optional(),
  CorsConfiguration: z
    .looseObject({
      CorsRules: z.array(
        z.looseObject({
          AllowedMethods: z.array(z.string()),
          AllowedOrigins: z.array(z.string()),
          AllowedHeaders: z.array(z.string()).default([]),
          MaxAge: z.number().optional(),
        }),
      ),
    })
    .optional(),
  VersioningConfiguration: z.looseObject({ Status: z.string() }).optional(),
});
type CorsRules = NonNullable<z.infer<typeof schema>["CorsConfiguration"]>["CorsRules"];

export function bucketProvider(moto: CloudClient): ResourceProvider {
  return {
    async create({ properties, region, physicalName }) {
      const {
        BucketName = physicalName(63).toLowerCase(),
        CorsConfiguration: cors,
        VersioningConfiguration,
      } = schema.parse(properties);
      const put = (path: string, body?: string) =>
        moto.rest(
          "s3",
          { method: "PUT", path: `/${BucketName}${path}`, ...(body === undefined ? {} : { body }) },
          region,
        );
      await put("", locationBody(region));
      if (VersioningConfiguration) {
        const { Status } = VersioningConfiguration;
        await put("?versioning", `<VersioningConfiguration><Status>${Status}</Status></VersioningConfiguration>`);
      }
      if (cors) await put("?cors", corsBody(cors.CorsRules));
      const domain = `${BucketName}.s3.amazonaws.com`;
      const regionalDomain = `${BucketName}.s3.${region}.amazonaws.com`;
      return {
        ref: BucketName,
        attributes: { Arn: `arn:aws:s3:::${BucketName}`, DomainName: domain, RegionalDomainName: regionalDomain },
      };
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
function corsBody(rules: CorsRules): string {
  const all = (name: string, values: readonly string[]) =>
    values.map((value) => `<${name}>${value}</${name}>`).join("");
  const texts = rules.map(({ AllowedMethods, AllowedOrigins, AllowedHeaders, MaxAge }) => {
    const age = MaxAge === undefined ? "" : `<MaxAgeSeconds>${MaxAge}</MaxAgeSeconds>`;
    const methods = all("AllowedMethod", AllowedMethods);
    const origins = all("AllowedOrigin", AllowedOrigins);
    return `<CORSRule>${methods}${origins}${all("AllowedHeader", AllowedHeaders)}${age}</CORSRule>`;
  });
  return `<CORSConfiguration>${texts.join("")}</CORSConfiguration>`;
}

/** us-east-1 is the default and may not be named. */
function locationBody(region: string): string | undefined {
  if (region === "us-east-1") return undefined;
  const location = `<LocationConstraint>${region}</LocationConstraint>`;
  return `<CreateBucketConfiguration>${location}</CreateBucketConfiguration>`;
}
