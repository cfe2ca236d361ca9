import { shared } from "./before-all.ts";

/** After the last test of a run. */
export default async function afterAll(): Promise<void> {
  await shared.stop();
}
