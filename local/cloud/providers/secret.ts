import * as z from "zod";
import type { CloudClient } from "../cloud-client.ts";
import type { ResourceProvider } from "../../template/deploy.ts";

const schema = z.looseObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .looseObject({ SecretStringTemplate: z.string().optional(), GenerateStringKey: z.string().optional() })
    .optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});

export function secretProvider(moto: CloudClient): ResourceProvider {
  return {
    async create({ properties, region, physicalName }) {
      const {
        Name = physicalName(100),
        Description,
        SecretString,
        GenerateSecretString,
        Tags,
      } = schema.parse(properties);
      const call = (action: string, body: object) =>
        moto.json("secretsmanager", `secretsmanager.${action}`, body, region);
      const generated = GenerateSecretString && (await generate(call, GenerateSecretString));
      const value = SecretString ?? generated;
      const { ARN } = await call("CreateSecret", { Name, Description, Tags, SecretString: value });
      return { ref: String(ARN), attributes: { Id: String(ARN) } };
    },
  };
}

/** The options have the names of GetRandomPassword's; a template gets the password as one of its fields. */
async function generate(
  call: (action: string, body: object) => Promise<Readonly<Record<string, unknown>>>,
  { SecretStringTemplate, GenerateStringKey, ...options }: NonNullable<z.infer<typeof schema>["GenerateSecretString"]>,
): Promise<string> {
  const { RandomPassword } = await call("GetRandomPassword", options);
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return String(RandomPassword);
  const template = JSON.parse(SecretStringTemplate) as Record<string, unknown>;
  return JSON.stringify({ ...template, [GenerateStringKey]: RandomPassword });
}
