import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

export interface Secrets {
  /** The secret's string; undefined when the secret has no value yet or does not exist. */
  read(secretId: string, region?: string): Promise<string | undefined>;
  write(secretId: string, value: string, region?: string): Promise<void>;
}

export function secrets(
  clientFor: (region?: string) => SecretsManagerClient = (region) =>
    new SecretsManagerClient(region === undefined ? {} : { region }),
): Secrets {
  const clients = new Map<string | undefined, SecretsManagerClient>();
  const client = (region?: string) => {
    const known = clients.get(region) ?? clientFor(region);
    clients.set(region, known);
    return known;
  };
  return {
    async read(secretId, region) {
      try {
        return (await client(region).send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async write(secretId, value, region) {
      await client(region).send(new PutSecretValueCommand({ SecretId: secretId, SecretString: value }));
    },
  };
}
