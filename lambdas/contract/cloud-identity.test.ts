import { describe, expect, test } from "@jest/globals";
import { createCloudIdentitySchema, patchCloudIdentitySchemas, roleArnSchema } from "./cloud-identity.ts";

describe("a role ARN", () => {
  test.each([
    "arn:aws:iam::123456789012:role/Reader",
    "arn:aws:iam::123456789012:role/team/sub/Vintner_Access@x.y",
    `arn:aws:iam::123456789012:role/${"a".repeat(64)}`,
  ])("is taken: %s", (arn) => {
    expect(roleArnSchema.safeParse(arn).success).toBe(true);
  });

  test.each([
    ["11 digits", "arn:aws:iam::12345678901:role/Reader"],
    ["13 digits", "arn:aws:iam::1234567890123:role/Reader"],
    ["Arabic digits", "arn:aws:iam::١٢٣٤٥٦٧٨٩٠١٢:role/Reader"],
    ["another partition", "arn:aws-cn:iam::123456789012:role/Reader"],
    ["no known partition", "arn:awss:iam::123456789012:role/Reader"],
    ["a user", "arn:aws:iam::123456789012:user/Reader"],
    ["a region", "arn:aws:iam:eu-west-1:123456789012:role/Reader"],
    ["a way up", "arn:aws:iam::123456789012:role/../x"],
    ["dots at the end", "arn:aws:iam::123456789012:role/x.."],
    ["a newline at the end", "arn:aws:iam::123456789012:role/Reader\n"],
    ["a newline inside", "arn:aws:iam::123456789012:role/Rea\nder"],
    ["a look-alike letter", "arn:aws:iam::123456789012:role/Rеader"],
    ["an empty part of the path", "arn:aws:iam::123456789012:role//Reader"],
    ["no name", "arn:aws:iam::123456789012:role/"],
    ["a name of 65", `arn:aws:iam::123456789012:role/${"a".repeat(65)}`],
    ["3,000 characters", `arn:aws:iam::123456789012:role/${"a/".repeat(1500)}x`],
    ["a wildcard", "arn:aws:iam::123456789012:role/*"],
    ["nothing", ""],
  ])("is refused with %s", (_what, arn) => {
    expect(roleArnSchema.safeParse(arn).success).toBe(false);
  });
});

const gcp = {
  project_id: "my-project",
  project_number: "418293057164",
  pool_id: "vintner",
  provider_id: "vintner-aws",
  service_account_email: "reader@my-project.iam.gserviceaccount.com",
};

describe("what is given of a GCP project", () => {
  const create = (credentials: object) =>
    createCloudIdentitySchema.safeParse({ provider: "gcp", name: "g", credentials: { ...gcp, ...credentials } });

  test("is taken when it is well formed", () => {
    expect(create({}).success).toBe(true);
  });

  test.each([
    { project_id: "My-Project" },
    { project_id: "p" },
    { project_id: "my-project/../other" },
    { project_number: "0123456789" },
    { project_number: "12345 " },
    { pool_id: "gcp-pool" },
    { pool_id: "a/b" },
    { provider_id: "x\n" },
    { service_account_email: "reader@example.com" },
    { service_account_email: "reader@my-project.iam.gserviceaccount.com.evil.org" },
    { service_account_email: "a/../b@my-project.iam.gserviceaccount.com" },
    { private_key: "-----BEGIN" },
  ])("is refused as %j, and the field is named", (bad) => {
    const result = create(bad);
    const [issue] = result.error?.issues ?? [];
    const [field = ""] = Object.keys(bad);
    expect([...(issue?.path ?? []), ...((issue as { keys?: string[] })?.keys ?? [])]).toContain(field);
  });
});

describe("what is given of an Azure subscription", () => {
  const guid = "5B1F7C4E-93d2-4a86-8f0e-2c6d9a1b7e35";
  const create = (credentials: object) =>
    createCloudIdentitySchema.safeParse({ provider: "azure", name: "a", credentials });

  test("is taken without a client id, which the set-up makes, and in lower case", () => {
    const { data } = create({ tenant_id: guid, subscription_id: guid });
    expect(data?.credentials).toEqual({ tenant_id: guid.toLowerCase(), subscription_id: guid.toLowerCase() });
  });

  test.each([{ tenant_id: "contoso.com" }, { subscription_id: `${guid}/x` }, { client_id: `{${guid}}` }])(
    "is refused as %j",
    (bad) => {
      expect(create({ tenant_id: guid, subscription_id: guid, ...bad }).success).toBe(false);
    },
  );
});

test.each([
  { provider: "aws", name: "x", external_id: "mine" },
  { provider: "aws", name: "x", credentials: { external_id: "mine" } },
  { provider: "aws", name: "x", credentials: { role_arn: "arn:aws:iam::123456789012:role/R" } },
  { provider: "oracle", name: "x" },
  { provider: "aws", name: "$(id)" },
])("an identity is not created from %j", (body) => {
  expect(createCloudIdentitySchema.safeParse(body).success).toBe(false);
});

test.each([{}, { credentials: {} }, { provider: "gcp" }, { credentials: { external_id: "mine" } }])(
  "an AWS identity is not changed by %j",
  (body) => {
    expect(patchCloudIdentitySchemas.aws.safeParse(body).success).toBe(false);
  },
);

test("the role of an AWS identity may come by itself", () => {
  const role_arn = "arn:aws:iam::123456789012:role/Vintner";
  expect(patchCloudIdentitySchemas.aws.parse({ role_arn })).toEqual({ credentials: { role_arn } });
  expect(patchCloudIdentitySchemas.aws.safeParse({ role_arn: "nonsense" }).error?.issues[0]?.path).toContain(
    "role_arn",
  );
});
