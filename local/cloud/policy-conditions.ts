import { listOf, matchesPattern } from "./policy-pattern.ts";

/** By operator, by condition key: the accepted values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | boolean | readonly string[]>>>>;

/** Condition keys in lower case; an absent key is absent here. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Builds a context; keys are case-insensitive, an undefined value is an absent key. */
export function requestContext(
  entries: Iterable<readonly [string, string | readonly string[] | undefined]>,
): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of entries) if (value !== undefined) context.set(key.toLowerCase(), listOf(value));
  return context;
}

/** Every operator and every key in it must hold (IAM User Guide, "Conditions with multiple context keys or values"). */
export function conditionsHold(block: ConditionBlock, context: RequestContext): boolean {
  return Object.entries(block).every(([operator, keys]) =>
    Object.entries(keys).every(([key, accepted]) =>
      holds(operator, context.get(key.toLowerCase()), listOf(accepted as string | readonly string[]).map(String)),
    ),
  );
}

function holds(operator: string, actual: readonly string[] | undefined, accepted: readonly string[]): boolean {
  if (operator === "Null") return accepted.includes(String(actual === undefined));
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const negated = /^(String|Arn)Not/.test(name);
  const test = comparison(name.replace("Not", ""));
  // An absent key fails a positive test and passes a negated one.
  if (actual === undefined || actual.length === 0)
    return ifExists !== undefined || quantifier === "ForAllValues" || negated;
  const one = (value: string) => accepted.some((pattern) => test(pattern, value)) !== negated;
  return quantifier === "ForAnyValue" ? actual.some(one) : actual.every(one);
}

function comparison(operator: string): (pattern: string, value: string) => boolean {
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return (pattern, value) => pattern === value;
    case "StringEqualsIgnoreCase":
      return (pattern, value) => pattern.toLowerCase() === value.toLowerCase();
    case "NumericEquals":
      return (pattern, value) => Number(value) === Number(pattern);
    case "NumericLessThan":
      return (pattern, value) => Number(value) < Number(pattern);
    case "NumericLessThanEquals":
      return (pattern, value) => Number(value) <= Number(pattern);
    case "NumericGreaterThan":
      return (pattern, value) => Number(value) > Number(pattern);
    case "NumericGreaterThanEquals":
      return (pattern, value) => Number(value) >= Number(pattern);
    case "StringLike":
    case "ArnLike":
    case "ArnEquals":
      return matchesPattern;
    default:
      // To guess could let somebody in that AWS would refuse.
      throw new Error(`The local STS does not know the condition operator ${operator}`);
  }
}
