import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { HostedAuth } from "./hosted-sign-in.ts";
import { beginSignIn, resumeSignIn } from "./browser-sign-in.ts";
import { Loading } from "../parts/loading.tsx";

interface Props {
  readonly auth: HostedAuth;
  /** Somebody has just signed out: the issuer's own session is being ended, and it leads back here. */
  readonly isLeaving: boolean;
}

/** Sign-in on Amazon Cognito's own page. What came back from there is taken at once. */
export function HostedSignInForm({ auth, isLeaving }: Props) {
  return isLeaving ? <Leaving /> : <SignInForm auth={auth} />;
}

/** Nobody may sign in while they are still being signed out. */
function Leaving() {
  useEffect(() => {
    // "Back" may bring this very page back, as it was left.
    const onShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted) window.location.reload();
    };
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);
  return (
    <div className="sign-in-form" role="status">
      <button type="button" className="button button-primary button-large" disabled>
        Signing out…
      </button>
    </div>
  );
}

function SignInForm({ auth }: Pick<Props, "auth">) {
  const resumed = useQuery({
    queryKey: ["config", "sign-in"],
    queryFn: () => resumeSignIn(auth),
    retry: false,
    staleTime: Infinity,
  });
  const begin = useMutation({ mutationFn: () => beginSignIn(auth) });
  if (resumed.isPending) return <Loading what="your session" />;
  const error = begin.error ?? resumed.error;
  return (
    <div className="sign-in-form">
      {error === null ? null : (
        <div className="notice notice-failed" role="alert">
          <div className="notice-body">
            <p className="notice-title">You are not signed in</p>
            <p>{error.message}</p>
          </div>
        </div>
      )}
      <button
        type="button"
        className="button button-primary button-large"
        disabled={begin.isPending || begin.isSuccess}
        onClick={() => begin.mutate()}
      >
        {begin.isPending || begin.isSuccess ? "Going to the sign-in…" : "Sign in"}
      </button>
      <p className="dim">Your team&rsquo;s sign-in is Amazon Cognito. An administrator adds people.</p>
    </div>
  );
}
