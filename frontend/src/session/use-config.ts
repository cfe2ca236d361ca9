import { useQuery } from "@tanstack/react-query";
import { trellis } from "../api/trellis.ts";

/** What this installation is: read once. */
export function useConfig() {
  return useQuery({ queryKey: ["config"], queryFn: trellis.config, staleTime: Infinity });
}

/** Whether all of it, the clouds too, runs on one machine. */
export function useIsLocal(): boolean {
  return useConfig().data?.auth.mode === "local";
}
