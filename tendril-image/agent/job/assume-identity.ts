import type { Stage } from "./stage.ts";
import { startCredentials } from "./start-credentials.ts";

/** Proves that the vine's identity can be worked with; the credentials stay for all that follows. */
export const assumeIdentity: Stage = async (context, log) => {
  log.say(`Assuming IAM role ${context.work.identity ?? ""}`);
  await startCredentials(context, log);
  return undefined;
};
