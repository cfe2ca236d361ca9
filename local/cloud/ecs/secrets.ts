import { CloudError } from "../cloud-client.ts";
import type { CloudClient } from "../cloud-client.ts";
import type { ContainerDefinition } from "./shapes.ts";
import { StartFailure } from "./start-failure.ts";

/** The values of a container's secrets, by the name of their environment variable. */
export async function secretValues(
  moto: CloudClient,
  { secrets = [] }: ContainerDefinition,
): Promise<Readonly<Record<string, string>>> {
  const entries = secrets.map(async ({ name, valueFrom }) => [name, await secretValue(moto, valueFrom)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** `<ARN>[:<JSON key>[:<version stage>[:<version id>]]]`, each part may be empty. */
async function secretValue(moto: CloudClient, valueFrom: string): Promise<string> {
  const parts = valueFrom.split(":");
  const [, , service, region = ""] = parts;
  if (service !== "secretsmanager") throw unavailable(`unsupported secret ${valueFrom}`);
  const [jsonKey = "", stage = "", version = ""] = parts.slice(7);
  const request = {
    SecretId: parts.slice(0, 7).join(":"),
    ...(stage === "" ? {} : { VersionStage: stage }),
    ...(version === "" ? {} : { VersionId: version }),
  };
  const answer = await moto.json("secretsmanager", "secretsmanager.GetSecretValue", request, region).catch((error) => {
    if (error instanceof CloudError) throw unavailable(`ResourceNotFoundException: ${error.message}`, error);
    throw error;
  });
  const text = textOf(answer["SecretString"] ?? "");
  return jsonKey === "" ? text : fieldOf(text, jsonKey);
}

function fieldOf(text: string, jsonKey: string): string {
  try {
    const value = (JSON.parse(text) as Record<string, unknown>)[jsonKey];
    if (value !== undefined) return textOf(value);
  } catch {
    // Not JSON: the same answer as for a missing key. The error would quote the secret.
  }
  throw unavailable(`retrieved secret did not contain json key ${jsonKey}`);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function unavailable(detail: string, cause?: Error): StartFailure {
  const reason =
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed";
  return new StartFailure(`${reason}: unable to retrieve secret from asm: ${detail}`, { cause });
}
