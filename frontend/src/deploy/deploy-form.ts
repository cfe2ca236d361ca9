import { deployWorkerSchema, fargateMemory, type CreateJobRequest } from "../../../lambdas/contract/create-job.ts";

export interface DeployValues {
  readonly name: string;
  readonly region: string;
  readonly cpu: number;
  readonly memory: number;
  readonly network: "made" | "found" | "own";
  /** As typed: ids with spaces, commas or line ends between them. */
  readonly subnets: string;
  /** Chosen among those that were found in an account. */
  readonly found: FoundNetwork;
}

export interface FoundNetwork {
  /** Id of the cloud identity that knows the account. */
  readonly identityId: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

export const noNetwork: FoundNetwork = { identityId: "", vpcId: "", subnetIds: [] };

export const deployFields = ["name", "region", "cpu", "memory", "subnet_ids"] as const;
export type DeployField = (typeof deployFields)[number];
export type DeployErrors = Partial<Record<DeployField, string>>;

export const cpuChoices = Object.keys(fargateMemory).map(Number);

export function memoryChoices(cpu: number): readonly number[] {
  return fargateMemory[cpu] ?? [];
}

/** The memory to go on with when another CPU is chosen: the same if Fargate takes it, else the nearest that it does. */
export function memoryFor(cpu: number, memory: number): number {
  const choices = memoryChoices(cpu);
  return choices.toSorted((a, b) => Math.abs(a - memory) - Math.abs(b - memory))[0] ?? memory;
}

type Checked =
  | { readonly request: CreateJobRequest; readonly errors?: never }
  | { readonly request?: never; readonly errors: DeployErrors };

/** Checks the form with the very schema that Trellis uses. */
export function checkDeploy(values: DeployValues): Checked {
  const { name, region, cpu, memory, network } = values;
  const subnetIds = subnetIdsOf(values);
  if (network !== "made" && subnetIds.length === 0)
    return { errors: { ...errorsOf(values, []), subnet_ids: "The Tendril needs at least one subnet" } };
  const parsed = parse({ name, region, cpu, memory }, subnetIds);
  return parsed.success ? { request: parsed.data } : { errors: errorsOf(values, subnetIds) };
}

function subnetIdsOf({ network, subnets, found }: DeployValues): readonly string[] {
  switch (network) {
    case "made":
      return [];
    case "found":
      return found.subnetIds;
    case "own":
      return subnets.split(/[\s,]+/).filter((id) => id !== "");
  }
}

function parse(fields: Readonly<Record<string, unknown>>, subnetIds: readonly string[]) {
  return deployWorkerSchema.safeParse({
    type: "DEPLOY_WORKER",
    ...fields,
    ...(subnetIds.length > 0 ? { subnet_ids: subnetIds } : {}),
  });
}

function errorsOf({ name, region, cpu, memory }: DeployValues, subnetIds: readonly string[]): DeployErrors {
  const errors: DeployErrors = {};
  const parsed = parse({ name, region, cpu, memory }, subnetIds);
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = deployFields.find((candidate) => candidate === path[0]);
    if (field === undefined) continue;
    const place = path[1];
    errors[field] ??= field === "subnet_ids" ? subnetsError(message, subnetIds, place) : message;
  }
  if (region === "") errors.region = "is not chosen yet";
  return errors;
}

/** Whole sentences: subnets have no label that could be put before them. */
function subnetsError(message: string, subnetIds: readonly string[], place: PropertyKey | undefined): string {
  return typeof place === "number" ? `${subnetIds[place] ?? ""} ${message}` : `The list of subnets: ${message}`;
}
