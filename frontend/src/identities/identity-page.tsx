import { Link } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import { everyJob } from "../api/trellis.ts";
import { LastJobs } from "../jobs/last-jobs.tsx";
import { createJobRequest, useCreateJob } from "../jobs/use-create-job.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { CurlButton } from "../parts/curl-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Loading } from "../parts/loading.tsx";
import { isNotThere, NotThere } from "../parts/not-there.tsx";
import { useTitle } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { Ago } from "../parts/time.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { DeleteIdentityButton } from "./delete-identity-button.tsx";
import { FoundResources } from "./found-resources.tsx";
import { providerWords, readinessOf, scopeOf } from "./identity-words.ts";
import { SetUp } from "./set-up.tsx";
import { useIdentity } from "./use-identities.ts";
import { VerifiedMark } from "./verified-mark.tsx";

export function IdentityPage({ id }: { readonly id: string }) {
  const query = useIdentity(id);
  useTitle(query.data?.name ?? `Cloud identity ${id.slice(0, 8)}`);
  if (isNotThere(query.error)) {
    return (
      <NotThere
        title="There is no such cloud identity"
        error={query.error}
        href="/cloud-identities"
        to="Go to the cloud identities"
      >
        It may have been deleted.
      </NotThere>
    );
  }
  if (query.isPending) return <Loading what="the cloud identity" />;
  return (
    <div className="page">
      {query.isError ? (
        <ProblemView
          error={query.error}
          what="The cloud identity could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data === undefined ? null : <Identity identity={query.data} />}
    </div>
  );
}

function Identity({ identity }: { readonly identity: CloudIdentity }) {
  const { id, name, provider, credentials } = identity;
  const mayRun = may(useSession(), "operator");
  const create = useCreateJob();
  const readiness = readinessOf(identity);
  const testRequest = { type: "CONNECTION_TEST", cloud_identity_id: id } as const;
  const fetchRequest = { type: "FETCH_RESOURCES", cloud_identity_id: id } as const;
  const starting = create.isPending ? create.variables.type : undefined;
  const test = (
    <span className="button-pair">
      <button
        type="button"
        className={readiness === "verified" ? "button" : "button button-primary"}
        disabled={create.isPending || readiness === "unfinished"}
        title={readiness === "unfinished" ? "Finish the set-up first" : "Proves the identity and lists what is there"}
        aria-busy={starting === testRequest.type}
        onClick={() => create.mutate(testRequest)}
      >
        <Icon name="plug" />
        {starting === testRequest.type ? "Starting…" : "Test connection"}
      </button>
      <CurlButton small request={() => createJobRequest(testRequest)} />
    </span>
  );
  return (
    <>
      <header className="thing-head">
        <Link className="back" href="/cloud-identities">
          Cloud identities
        </Link>
        <div className="job-title">
          <h1>
            {providerWords[provider].label} <span className="job-target">{name}</span>
          </h1>
          <VerifiedMark identity={identity} />
          {mayRun ? (
            <div className="page-actions">
              {readiness === "verified" ? test : null}
              <span className="button-pair">
                <RefreshButton
                  onPress={() => create.mutate(fetchRequest)}
                  busy={starting === fetchRequest.type}
                  disabled={create.isPending || readiness === "unfinished"}
                />
                <CurlButton small request={() => createJobRequest(fetchRequest)} />
              </span>
              <DeleteIdentityButton identity={identity} />
            </div>
          ) : (
            <NeedsGroup group="operator">test it or read its resources</NeedsGroup>
          )}
        </div>
        <IdentityFacts identity={identity} />
      </header>
      {create.isError ? <ProblemView error={create.error} what="The job was not created" /> : null}
      <SetUp identity={identity} test={mayRun ? test : null} />
      {readiness === "verified" || credentials.resources !== undefined ? <FoundResources identity={identity} /> : null}
      <LastJobs
        filter={{ ...everyJob, q: name }}
        only={(targetId) => targetId === id}
        none="No job was about it yet."
      />
    </>
  );
}

interface RefreshButtonProps {
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onPress: () => void;
}

function RefreshButton({ busy, disabled, onPress }: RefreshButtonProps) {
  return (
    <button
      type="button"
      className="button"
      disabled={disabled}
      title="Lists again what is there, without the proof"
      aria-busy={busy}
      onClick={onPress}
    >
      <Icon name="rerun" />
      {busy ? "Starting…" : "Refresh resources"}
    </button>
  );
}

function IdentityFacts({ identity }: { readonly identity: CloudIdentity }) {
  const { id, provider, is_verified: isVerified, verified_at: verifiedAt, created_at: created } = identity;
  return (
    <dl className="job-facts">
      <div>
        <dt>Id</dt>
        <dd>
          <code title={id}>{id.slice(0, 8)}</code>
          <CopyButton label="Copy the identity's id" text={() => id} className="button button-icon" />
        </dd>
      </div>
      <div className="fact-wide">
        <dt>{providerWords[provider].scope}</dt>
        <dd>
          <code>{scopeOf(identity) ?? "–"}</code>
        </dd>
      </div>
      <div>
        <dt>{isVerified || verifiedAt === null ? "Verified" : "Was verified"}</dt>
        <dd className="number">{verifiedAt === null ? "not yet" : <Ago at={verifiedAt} />}</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd className="number">
          <Ago at={created} />
        </dd>
      </div>
    </dl>
  );
}
