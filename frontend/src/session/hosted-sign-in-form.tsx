import { useMutation, useQuery } from "@tanstack/react-query";
import type { HostedAuth } from "./hosted-sign-in.ts";
import { beginSignIn, resumeSignIn } from "./browser-sign-in.ts";
import { Loading } from "../parts/loading.tsx";

/** Sign-in on Amazon Cognito's own page. What came back from there is taken at once. */
export function HostedSignInForm({ auth }: { readonly auth: HostedAuth }) {
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
