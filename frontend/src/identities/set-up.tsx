import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { CloudIdentity, Provider, Setup } from "../../../lambdas/contract/cloud-identity.ts";
import { trellis } from "../api/trellis.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { Fact } from "../parts/fact.tsx";
import { Loading } from "../parts/loading.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { may } from "../session/session.ts";
import { useIsLocal } from "../session/use-config.ts";
import { useSession } from "../session/use-session.ts";
import { CredentialsForm } from "./credentials-form.tsx";
import { readinessOf } from "./identity-words.ts";
import { LocalRoleButton } from "./local-role-button.tsx";

interface SetUpWords {
  readonly make: string;
  readonly why: string;
  readonly tell: string;
}

const words: Readonly<Record<Provider, SetUpWords>> = {
  aws: {
    make: "Make the role in your account",
    why: "It trusts Vintner's broker, only with this external id, and may only look. CloudFormation and Terraform each make all of it: use one of them. The two policies are for those who write the role by themselves.",
    tell: "Tell Vintner the role",
  },
  gcp: {
    make: "Make the trust in your project",
    why: "The pool trusts the tokens that AWS signs for Vintner's broker, with exactly this subject and audience, and lets them act as the service account.",
    tell: "What Vintner knows of the project",
  },
  azure: {
    make: "Make the trust in your tenant",
    why: "The app trusts the tokens that AWS signs for Vintner's broker, with exactly this issuer, subject and audience.",
    tell: "Tell Vintner the app",
  },
};

/** What is to be done in the cloud, in order. Once verified it is folded away. */
export function SetUp({ identity, test }: { readonly identity: CloudIdentity; readonly test: ReactNode }) {
  if (readinessOf(identity) === "verified") {
    return (
      <details className="card set-up-fold">
        <summary>Set-up: templates, trust and details</summary>
        <SetUpSteps identity={identity} test={null} />
      </details>
    );
  }
  return (
    <section className="card set-up" aria-labelledby="set-up">
      <h2 id="set-up">Set-up</h2>
      <SetUpSteps identity={identity} test={test} />
    </section>
  );
}

function SetUpSteps({ identity, test }: { readonly identity: CloudIdentity; readonly test: ReactNode }) {
  const { make, why, tell } = words[identity.provider];
  const mayChange = may(useSession(), "admin");
  const isLocal = useIsLocal();
  return (
    <ol className="set-up-steps">
      <li>
        <h3>{make}</h3>
        <p className="dim">{why}</p>
        <SetUpParts identityId={identity.id} />
      </li>
      {mayChange ? (
        <li>
          <h3>{tell}</h3>
          <CredentialsForm identity={identity}>
            {identity.provider === "aws" && isLocal ? <LocalRoleButton identityId={identity.id} /> : null}
          </CredentialsForm>
        </li>
      ) : null}
      {test === null ? null : (
        <li>
          <h3>Test the connection</h3>
          <p className="dim">Vintner proves that it can use the identity, and lists what is there.</p>
          {test}
        </li>
      )}
    </ol>
  );
}

function SetUpParts({ identityId }: { readonly identityId: string }) {
  // Under the identities' key: with a saved change the commands are others.
  const query = useQuery({
    queryKey: ["cloud-identities", identityId, "setup"],
    queryFn: ({ signal }) => trellis.setup(identityId, signal),
  });
  if (query.isPending) return <Loading what="the set-up" />;
  if (query.isError) {
    return (
      <ProblemView error={query.error} what="The set-up could not be loaded" onRetry={() => void query.refetch()} />
    );
  }
  return (
    <>
      <dl className="facts facts-list">
        {Object.entries(query.data.trust).map(([name, value]) => (
          <Fact key={name} label={trustLabel(name)} value={value} />
        ))}
      </dl>
      <Parts parts={query.data.parts} />
    </>
  );
}

function trustLabel(name: string): string {
  const words = name.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function Parts({ parts }: { readonly parts: Setup["parts"] }) {
  const [chosen, setChosen] = useState("0");
  const part = parts[Number(chosen)] ?? parts[0];
  if (part === undefined) return null;
  const block = <CodeBlock label={part.title} text={part.text} fileName={part.filename} />;
  if (parts.length === 1) return block;
  const tabs = parts.map(({ title }, index) => ({ id: String(index), label: title }));
  return (
    <Tabs label="Ways to set it up" tabs={tabs} chosen={chosen} onChoose={setChosen}>
      {block}
    </Tabs>
  );
}
