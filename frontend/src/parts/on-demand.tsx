import { useEffect, useReducer, type ComponentType } from "react";
import { Loading } from "./loading.tsx";

/**
 * A component whose code is loaded when it is first shown; `what` names it until then. React's own `lazy` would do, but
 * its Suspense holds back what was loaded until 300 ms after the last thing that it showed: a job page would come that
 * much later, twice.
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  what: string,
): ComponentType<Props> {
  let outcome: { readonly Loaded: ComponentType<Props> } | { readonly error: unknown } | undefined;
  let loading: Promise<void> | undefined;
  const start = async () => {
    try {
      outcome = { Loaded: await load() };
    } catch (error) {
      outcome = { error };
    }
  };
  return function OnDemand(props: Props) {
    const [, showAgain] = useReducer((count: number) => count + 1, 0);
    // Asked for before the first paint, which an effect would wait for.
    const loaded = (loading ??= start());
    const isKnown = outcome !== undefined;
    useEffect(() => {
      if (!isKnown) void loaded.then(showAgain);
    }, [isKnown, loaded]);
    if (outcome === undefined) return <Loading what={what} />;
    if ("error" in outcome) throw outcome.error;
    return <outcome.Loaded {...props} />;
  };
}
