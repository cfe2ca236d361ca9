import { useMutation } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import type { Group } from "../../../lambdas/contract/person.ts";
import type { PublicConfig } from "../../../lambdas/contract/public-config.ts";
import { Choice } from "../parts/choice.tsx";
import { Logo } from "../parts/icon.tsx";
import { onDemand } from "../parts/on-demand.tsx";
import { useTitle } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { localToken } from "./local-sign-in.ts";
import { sessionStore } from "./use-session.ts";

const groups: readonly { readonly group: Group; readonly may: string }[] = [
  { group: "admin", may: "everything, also Tendrils, force and recover" },
  { group: "operator", may: "read, create, cancel and re-run jobs" },
  { group: "viewer", may: "read" },
];

const HostedSignInForm = onDemand(
  async () => (await import("./hosted-sign-in-form.tsx")).HostedSignInForm,
  "the sign-in",
);

export function SignInPage({ config }: { readonly config: PublicConfig }) {
  useTitle("Sign in");
  const signedOut = useSyncExternalStore(sessionStore.subscribe, () => sessionStore.signedOut);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="sign-in-brand">
          <Logo />
          <h1>Vintner</h1>
        </div>
        <p className="dim">Terraform for your team, in your own AWS account.</p>
        {signedOut === "expired" ? (
          <div className="notice notice-stopping" role="status">
            <div className="notice-body">Your session has ended. Sign in again to go on where you were.</div>
          </div>
        ) : null}
        {config.auth.mode === "local" ? (
          <LocalSignIn />
        ) : (
          <HostedSignInForm auth={config.auth} isLeaving={signedOut === "left"} />
        )}
        <p className="sign-in-foot dim">
          {config.region} · version {config.version}
        </p>
      </div>
    </main>
  );
}

function LocalSignIn() {
  const [group, setGroup] = useState<Group>("admin");
  const signIn = useMutation({
    mutationFn: () => localToken(group, group),
    onSuccess: (token) => sessionStore.signIn(token),
  });
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <button type="submit" className="button button-primary button-large" disabled={signIn.isPending}>
        Sign in on this machine
      </button>
      <fieldset className="choices">
        <legend className="dim">Group</legend>
        {groups.map(({ group: choice, may }) => (
          <Choice
            key={choice}
            name="group"
            label={choice}
            hint={`may ${may}`}
            chosen={group === choice}
            onChoose={() => setGroup(choice)}
          />
        ))}
      </fieldset>
      {signIn.isError ? <ProblemView error={signIn.error} what="You could not be signed in" /> : null}
    </form>
  );
}
