import { VintnerError } from "../contract/errors.ts";
import type { TendrilServices } from "../cloud/tendril-service.ts";
import type { StepWork } from "../trellis/run-step.ts";
import { deployedTendril } from "./deployed-tendril.ts";

/** Sets the service's count to 1 unless it runs already. It does not wait: the first heartbeat makes it ONLINE. */
export function startTendril(services: TendrilServices): StepWork {
  return async (row, log) => {
    const { region, cluster_name: cluster, service_name } = deployedTendril(row, "TENDRIL_START_FAILED");
    const service = { region, cluster, service: service_name };
    try {
      const state = await services.describe(service);
      if (state?.status !== "ACTIVE") throw new Error(`the service ${service_name} is ${state?.status ?? "not there"}`);
      if (state.desiredCount >= 1)
        return `Service ${service_name} already has a desired count of ${state.desiredCount}`;
      await log.say(`Setting the desired count of service ${service_name} in ${region} to 1`);
      await services.setDesiredCount(service, 1);
      return `Started Tendril ${row.target.name}: it is online with its first heartbeat`;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new VintnerError("TENDRIL_START_FAILED", `The Tendril could not be started: ${reason}`, { cause });
    }
  };
}
