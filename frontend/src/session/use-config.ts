import { useQuery } from "@tanstack/react-query";
import { regions, type Region } from "../../../lambdas/contract/regions.ts";
import { trellis } from "../api/trellis.ts";

/** What this installation is: read once. */
export function useConfig() {
  return useQuery({ queryKey: ["config"], queryFn: trellis.config, staleTime: Infinity });
}

/** Whether all of it, the clouds too, runs on one machine. */
export function useIsLocal(): boolean {
  return useConfig().data?.auth.mode === "local";
}

/** The region of the installation, if it is one that things can be deployed to. */
export function useHomeRegion(): Region | undefined {
  const region = useConfig().data?.region;
  return regions.find((known) => known === region);
}
