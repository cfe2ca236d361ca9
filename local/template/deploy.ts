import { creationOrder } from "./creation-order.ts";
import type { DeployContext, DeployedResource, DeployedStack, ResourceProviders, StackTemplate } from "./deployment.ts";
import { physicalName } from "./physical-name.ts";
import { noValue, resolve } from "./resolve.ts";
import type { Scope } from "./resolve.ts";
import { templateScope } from "./template-scope.ts";
import { UnsupportedResourceError } from "./unsupported-resource.ts";

export type * from "./deployment.ts";

/** A small CloudFormation: creates a template's resources one after the other, each by the provider of its type. */
export async function deployTemplate(
  stack: StackTemplate,
  providers: ResourceProviders,
  context: DeployContext,
): Promise<DeployedStack> {
  const resources: Record<string, DeployedResource> = {};
  const unsupported: string[] = [];
  const ignored: string[] = [];
  const scope = templateScope(stack, resources, context);
  for (const logicalId of creationOrder(stack.template.Resources)) {
    const { Type: type, Properties, Condition } = stack.template.Resources[logicalId] ?? { Type: "" };
    if (Condition !== undefined && !scope.condition(Condition)) continue;
    const provider = providers[type];
    if (provider !== undefined) {
      const { region, account } = context;
      const name = (maxLength: number): string => physicalName(stack.name, logicalId, maxLength);
      const request = { logicalId, type, stackName: stack.name, region, account, physicalName: name };
      resources[logicalId] = await named(stack.name, logicalId, type, async () => {
        const properties = resolve(Properties ?? {}, scope) as Record<string, unknown>;
        return { type, properties, ...(await provider.create({ ...request, properties })) };
      });
    } else if (context.ignored?.[type] !== undefined) ignored.push(logicalId);
    else unsupported.push(logicalId);
  }
  return { name: stack.name, resources, outputs: outputsOf(stack, scope, context), unsupported, ignored };
}

/** An output that speaks of something unsupported is left out: nobody here may need it. Its import then fails. */
function outputsOf({ template }: StackTemplate, scope: Scope, { exports }: DeployContext): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
    const value = unlessUnsupported(() => resolve(output.Value, scope));
    if (value === undefined || value === noValue) continue;
    if (typeof value !== "string") throw new Error(`${name}: an output is text`);
    outputs[name] = value;
    if (output.Export !== undefined) exports.set(String(resolve(output.Export.Name, scope)), value);
  }
  return outputs;
}

function unlessUnsupported<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnsupportedResourceError) return undefined;
    throw error;
  }
}

async function named<T>(stackName: string, logicalId: string, type: string, create: () => Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${stackName}: ${logicalId} (${type}) cannot be created: ${reason}`, { cause: error });
  }
}
