/**
 * Whether an event fits a rule's pattern: each field named must hold one of the listed values.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchPattern(pattern: unknown, event: unknown): boolean {
  if (!isRecord(pattern) || !isRecord(event)) return false;
  return Object.entries(pattern).every(([field, condition]) => {
    const value = event[field];
    if (Array.isArray(condition)) return condition.some((one) => matchValue(one, value));
    return matchPattern(condition, value);
  });
}

/** An array in the event fits when one of its elements does. */
function matchValue(condition: unknown, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => matchValue(condition, one));
  if (!isRecord(condition)) return condition === value;
  const [operator, operand] = Object.entries(condition)[0] ?? ["{}", undefined];
  switch (operator) {
    case "prefix":
      return typeof value === "string" && value.startsWith(String(operand));
    case "suffix":
      return typeof value === "string" && value.endsWith(String(operand));
    case "exists":
      return (value !== undefined) === operand;
    case "anything-but":
      return value !== undefined && !asList(operand).some((one) => matchValue(one, value));
    default:
      throw new Error(`The event pattern operator ${operator} is not known to the local stack`);
  }
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
