import { createHash } from "node:crypto";

/** `<stack>-<logical id>-<hash>`, cut in the middle when it is too long: the same at every start, unlike in the cloud. */
export function physicalName(stackName: string, logicalId: string, maxLength: number): string {
  const hash = createHash("sha256").update(`${stackName}/${logicalId}`).digest("hex").slice(0, 8);
  const room = maxLength - hash.length - 2;
  const stack = stackName.slice(0, Math.max(Math.floor(room / 2), room - logicalId.length));
  return `${stack}-${logicalId.slice(0, room - stack.length)}-${hash}`;
}
