import { describe, expect, test } from "@jest/globals";
import { changeValues, checkCreate, checkPatch, fieldsAtFirst, valuesAtFirst, valuesOf } from "./identity-form.ts";

const gcp = {
  project_id: "acme-production",
  project_number: "123456789012",
  pool_id: "vintner",
  provider_id: "vintner",
  service_account_email: "vintner@acme-production.iam.gserviceaccount.com",
};
const guid = "0f1e2d3c-0000-4000-8000-00000000000a";

test("AWS needs a name alone: the external id is Trellis's, the role comes later", () => {
  expect(checkCreate("aws", " production ", { role_arn: "x" }).request).toEqual({
    provider: "aws",
    name: "production",
  });
  expect(fieldsAtFirst("aws")).toEqual([]);
});

test("Google Cloud and Azure send their own fields only", () => {
  expect(checkCreate("gcp", "gcp", { ...gcp, tenant_id: guid }).request).toEqual({
    provider: "gcp",
    name: "gcp",
    credentials: gcp,
  });
  expect(checkCreate("azure", "hub", { tenant_id: guid, subscription_id: ` ${guid} `, client_id: "" }).request).toEqual(
    {
      provider: "azure",
      name: "hub",
      credentials: { tenant_id: guid, subscription_id: guid },
    },
  );
});

describe("errors stand at their fields", () => {
  test.each([
    ["a name with capitals", () => checkCreate("aws", "Prod", {}), ["name"]],
    ["what is not given", () => checkCreate("azure", "hub", { tenant_id: guid }), ["subscription_id"]],
    [
      "a tenant that is no GUID",
      () => checkCreate("azure", "hub", { tenant_id: "x", subscription_id: guid }),
      ["tenant_id"],
    ],
    [
      "a project number with letters",
      () => checkCreate("gcp", "g", { ...gcp, project_number: "12a" }),
      ["project_number"],
    ],
    [
      "a role ARN with 11 digits",
      () => checkPatch("aws", { role_arn: "arn:aws:iam::12345678901:role/x" }),
      ["role_arn"],
    ],
    ["a role ARN with ..", () => checkPatch("aws", { role_arn: "arn:aws:iam::123456789012:role/../x" }), ["role_arn"]],
    ["an empty form", () => checkPatch("aws", { role_arn: " " }), ["role_arn"]],
  ] as const)("%s", (_name, check, fields) => {
    expect(Object.keys(check().errors ?? {})).toEqual(fields);
  });

  test("all of them at once, and what is empty is not called wrong", () => {
    const { errors } = checkCreate("gcp", "", valuesAtFirst("gcp"));
    expect(Object.keys(errors ?? {}).toSorted()).toEqual([
      "name",
      "project_id",
      "project_number",
      "service_account_email",
    ]);
    expect(errors?.project_id).toBe("is not given yet");
  });
});

test("the service account follows the project until it gets a name of its own", () => {
  const typed = changeValues(changeValues({}, "project_id", "acme"), "project_id", "acme-production");
  expect(typed.service_account_email).toBe("vintner@acme-production.iam.gserviceaccount.com");
  const own = changeValues({ ...typed, service_account_email: "ci@x.iam.gserviceaccount.com" }, "project_id", "other");
  expect(own.service_account_email).toBe("ci@x.iam.gserviceaccount.com");
});

test("a role that was saved is in the form again; what was discovered is not", () => {
  const role = "arn:aws:iam::123456789012:role/vintner";
  const values = valuesOf({
    id: guid,
    name: "production",
    provider: "aws",
    is_verified: true,
    verified_at: null,
    created_at: "2026-11-21T12:00:00Z",
    credentials: { external_id: "secret-ish", role_arn: role, resources_fetched_at: "2026-11-21T12:00:00Z" },
  });
  expect(values).toEqual({ role_arn: role });
  expect(checkPatch("aws", values).request).toEqual({ credentials: { role_arn: role } });
});
