import { useEffect, useState, type ComponentType } from "react";
import { Loading } from "./loading.tsx";

/**
 * A component whose code is loaded when it is first shown. React's own `lazy` would do, but its Suspense holds back what
 * was loaded until 300 ms after the last thing that it showed: a job page would come that much later, twice.
 * `what` names it while it loads; without one, nothing is shown then.
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  what?: string,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let loading: Promise<ComponentType<Props>> | undefined;
  return function OnDemand(props: Props) {
    const [outcome, setOutcome] = useState<{ readonly error?: unknown }>();
    // Asked for before the first paint, which an effect would wait for.
    const asked = (loading ??= load());
    useEffect(() => {
      const show = async () => {
        try {
          Loaded = await asked;
          setOutcome({});
        } catch (error) {
          loading = undefined;
          setOutcome({ error });
        }
      };
      void show();
    }, [asked]);
    if (Loaded !== undefined) return <Loaded {...props} />;
    if (outcome?.error !== undefined) throw outcome.error;
    return what === undefined ? null : <Loading what={what} />;
  };
}
