import { describe, expect, test } from "@jest/globals";
import { checkDeploy, cpuChoices, memoryChoices, memoryFor, noNetwork, type DeployValues } from "./deploy-form.ts";

const good: DeployValues = {
  name: "north",
  region: "eu-west-1",
  cpu: 512,
  memory: 1024,
  network: "made",
  subnets: "",
  found: noNetwork,
};

test("a form in order becomes the request", () => {
  expect(checkDeploy(good).request).toEqual({
    type: "DEPLOY_WORKER",
    name: "north",
    region: "eu-west-1",
    cpu: 512,
    memory: 1024,
  });
});

test("subnets may be parted by spaces, commas or line ends", () => {
  const subnets = " subnet-0a1b2c3d, subnet-0b1c2d3e\nsubnet-0c1d2e3f ";
  expect(checkDeploy({ ...good, network: "own", subnets }).request).toMatchObject({
    subnet_ids: ["subnet-0a1b2c3d", "subnet-0b1c2d3e", "subnet-0c1d2e3f"],
  });
});

test("subnets that were chosen are sent, whatever was typed before", () => {
  const found = { identityId: "i", vpcId: "vpc-1", subnetIds: ["subnet-0a1b2c3d"] };
  expect(checkDeploy({ ...good, network: "found", subnets: "nonsense", found }).request).toMatchObject({
    subnet_ids: ["subnet-0a1b2c3d"],
  });
});

test("subnets that were typed before the network was changed back are not sent", () => {
  expect(checkDeploy({ ...good, subnets: "nonsense" }).request).not.toHaveProperty("subnet_ids");
});

describe("errors stand at their fields", () => {
  test.each([
    ["a name with capitals", { name: "North" }, "name"],
    ["a name like a path", { name: "../x" }, "name"],
    ["no region", { region: "" }, "region"],
    ["an unknown region", { region: "eu-west-99" }, "region"],
    ["memory that does not go with the CPU", { cpu: 256, memory: 4096 }, "memory"],
    ["own subnets without one", { network: "own", subnets: " " }, "subnet_ids"],
    ["chosen subnets without one", { network: "found" }, "subnet_ids"],
    ["a subnet id that is none", { network: "own", subnets: "subnet-12" }, "subnet_ids"],
  ] as const)("%s", (_name, part, field) => {
    expect(Object.keys(checkDeploy({ ...good, ...part }).errors ?? {})).toEqual([field]);
  });

  test("all of them at once", () => {
    const { errors } = checkDeploy({ ...good, name: "", region: "", network: "own" });
    expect(Object.keys(errors ?? {}).toSorted()).toEqual(["name", "region", "subnet_ids"]);
  });
});

test("every size that the form offers is one that Trellis takes", () => {
  for (const cpu of cpuChoices)
    for (const memory of memoryChoices(cpu)) expect(checkDeploy({ ...good, cpu, memory }).errors).toBeUndefined();
});

test("another CPU keeps the memory if it can, else takes the nearest", () => {
  expect([memoryFor(1024, 2048), memoryFor(4096, 1024), memoryFor(256, 8192)]).toEqual([2048, 8192, 2048]);
});
