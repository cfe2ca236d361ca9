import * as z from "zod";
import type { CloudClient } from "../cloud-client.ts";
import type { ResourceProvider } from "../../template/deploy.ts";

const schema = z.looseObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.looseObject({ Status: z.string() }).optional(),
});

export function bucketProvider(moto: CloudClient): ResourceProvider {
  return {
    async create({ properties, region, physicalName }) {
      const { BucketName = physicalName(63).toLowerCase(), VersioningConfiguration } = schema.parse(properties);
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
      const domain = `${BucketName}.s3.amazonaws.com`;
      const regionalDomain = `${BucketName}.s3.${region}.amazonaws.com`;
      return {
        ref: BucketName,
        attributes: { Arn: `arn:aws:s3:::${BucketName}`, DomainName: domain, RegionalDomainName: regionalDomain },
      };
    },
  };
}

/** us-east-1 is the default and may not be named. */
function locationBody(region: string): string | undefined {
  if (region === "us-east-1") return undefined;
  const location = `<LocationConstraint>${region}</LocationConstraint>`;
  return `<CreateBucketConfiguration>${location}</CreateBucketConfiguration>`;
}
