import { cidrBlocks } from "./cidr.ts";

/** Where the values of intrinsic functions come from. */
export interface Scope {
  /** `Ref` of a resource, a parameter or a pseudo parameter. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(name: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, first: string, second: string): unknown;
  availabilityZones(region: string): readonly string[];
}

/** What `Ref: AWS::NoValue` gives: the property or list entry disappears. */
export const noValue = Symbol("AWS::NoValue");

/** Replaces the intrinsic functions in a value of a template. One that is not known here is an error. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== noValue);
  if (typeof value === "string") return refuseDynamicReference(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) {
    const [name, argument] = only;
    const intrinsic = intrinsics[name];
    if (intrinsic) return intrinsic(argument, scope);
    if (name.startsWith("Fn::")) throw new Error(`${name} is not known to the local stack`);
  }
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, resolve(entry, scope)] as const).filter(([, entry]) => entry !== noValue),
  );
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => (argument === "AWS::NoValue" ? noValue : scope.ref(String(argument))),
  "Fn::GetAtt": (argument, scope) => {
    const [logicalId, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split(".");
    return scope.getAtt(logicalId ?? "", attribute.join("."));
  },
  "Fn::Sub": substitute,
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = pair(argument, "Fn::Join");
    return list(resolve(parts, scope), "Fn::Join").join(String(separator));
  },
  "Fn::Select": (argument, scope) => {
    const [index, choices] = pair(argument, "Fn::Select");
    const found = list(resolve(choices, scope), "Fn::Select")[Number(resolve(index, scope))];
    if (found === undefined) throw new Error(`Fn::Select finds nothing at ${String(index)}`);
    return found;
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = pair(argument, "Fn::Split");
    return String(resolve(text, scope)).split(String(separator));
  },
  "Fn::ImportValue": (argument, scope) => scope.importValue(String(resolve(argument, scope))),
  "Fn::GetAZs": (argument, scope) =>
    scope.availabilityZones(String(resolve(argument, scope)) || String(scope.ref("AWS::Region"))),
  "Fn::FindInMap": (argument, scope) => {
    const [map, first, second] = list(resolve(argument, scope), "Fn::FindInMap");
    return scope.findInMap(String(map), String(first), String(second));
  },
  "Fn::Base64": (argument, scope) => Buffer.from(String(resolve(argument, scope))).toString("base64"),
  "Fn::Cidr": (argument, scope) => {
    const [block, count, hostBits = 8] = list(resolve(argument, scope), "Fn::Cidr");
    return cidrBlocks(String(block), Number(count), Number(hostBits));
  },
  "Fn::If": (argument, scope) => {
    const [condition, yes, no] = list(argument, "Fn::If");
    return resolve(scope.condition(String(condition)) ? yes : no, scope);
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = list(resolve(argument, scope), "Fn::Equals");
    return String(left) === String(right);
  },
  "Fn::And": (argument, scope) => list(argument, "Fn::And").every((entry) => resolve(entry, scope) === true),
  "Fn::Or": (argument, scope) => list(argument, "Fn::Or").some((entry) => resolve(entry, scope) === true),
  "Fn::Not": (argument, scope) => resolve(list(argument, "Fn::Not")[0], scope) !== true,
  // Only inside a condition is this an intrinsic; a policy statement's Condition holds an object.
  Condition: (argument, scope) =>
    typeof argument === "string" ? scope.condition(argument) : { Condition: resolve(argument, scope) },
};

function substitute(argument: unknown, scope: Scope): string {
  const [text, values] = Array.isArray(argument) ? (argument as readonly unknown[]) : [argument, {}];
  const own = Object.entries((values ?? {}) as Record<string, unknown>);
  const known = new Map(own.map(([name, value]) => [name, String(resolve(value, scope))]));
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const [logicalId = "", ...attribute] = name.split(".");
    return (
      known.get(name) ?? String(attribute.length > 0 ? scope.getAtt(logicalId, attribute.join(".")) : scope.ref(name))
    );
  });
}

function refuseDynamicReference(text: string): string {
  const reference = /\{\{resolve:[^}]*\}\}/.exec(text);
  if (reference) throw new Error(`the dynamic reference ${reference[0]} is not known to the local stack`);
  return text;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} needs a list`);
  return value as readonly unknown[];
}

function pair(value: unknown, name: string): readonly [unknown, unknown] {
  const [first, second] = list(value, name);
  return [first, second];
}
