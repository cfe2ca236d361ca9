import type { DeployContext, DeployedResource, StackTemplate } from "./deployment.ts";
import { resolve } from "./resolve.ts";
import type { Scope } from "./resolve.ts";
import { UnsupportedResourceError } from "./unsupported-resource.ts";

/** Values for the intrinsic functions of one stack; `resources` grows while it is deployed. */
export function templateScope(
  { name: stackName, template }: StackTemplate,
  resources: Readonly<Record<string, DeployedResource>>,
  { region, account, exports, parameters }: DeployContext,
): Scope {
  const pseudoParameters: Readonly<Record<string, unknown>> = {
    "AWS::Region": region,
    "AWS::AccountId": account,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stackName,
    "AWS::StackId": `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
    "AWS::NotificationARNs": [],
  };

  const resource = (logicalId: string): DeployedResource => {
    const found = resources[logicalId];
    if (found !== undefined) return found;
    const declared = template.Resources[logicalId];
    if (declared === undefined) throw new Error(`the template has no ${logicalId}`);
    throw new UnsupportedResourceError(logicalId, declared.Type);
  };

  const parameter = (name: string): unknown => {
    const { Type: type, Default: byDefault } = template.Parameters?.[name] ?? { Type: "String" };
    const value = parameters?.[name] ?? byDefault;
    if (value === undefined) throw new Error(`the parameter ${name} has no value`);
    return type.startsWith("List<") || type === "CommaDelimitedList" ? value.split(",") : value;
  };

  const scope: Scope = {
    ref(name) {
      if (name in pseudoParameters) return pseudoParameters[name];
      return template.Parameters?.[name] === undefined ? resource(name).ref : parameter(name);
    },
    getAtt(logicalId, attribute) {
      const value = resource(logicalId).attributes?.[attribute];
      if (value === undefined) throw new Error(`the local stack knows no attribute ${attribute} of ${logicalId}`);
      return value;
    },
    importValue(name) {
      const value = exports.get(name);
      if (value === undefined) throw new Error(`no stack exports ${name}`);
      return value;
    },
    condition(name) {
      const definition = template.Conditions?.[name];
      if (definition === undefined) throw new Error(`the template has no condition ${name}`);
      return resolve(definition, scope) === true;
    },
    findInMap(map, first, second) {
      const value = template.Mappings?.[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`the mapping ${map} has no ${first}, ${second}`);
      return value;
    },
    availabilityZones: (of) => ["a", "b", "c"].map((letter) => `${of}${letter}`),
  };
  return scope;
}
