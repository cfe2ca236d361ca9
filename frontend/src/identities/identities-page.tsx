import { Link } from "wouter";
import { Icon } from "../parts/icon.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { IdentityTable } from "./identity-table.tsx";
import { useIdentities } from "./use-identities.ts";

export function IdentitiesPage() {
  const query = useIdentities();
  const mayConnect = may(useSession(), "admin");
  const connect = mayConnect ? (
    <Link className="button button-primary" href="/cloud-identities/new">
      <Icon name="plus" />
      Connect a cloud
    </Link>
  ) : (
    <NeedsGroup group="admin">connect a cloud</NeedsGroup>
  );
  const identities = query.data?.items ?? [];
  return (
    <Page title="Cloud identities" actions={identities.length > 0 ? connect : null}>
      {query.isPending ? <Loading what="cloud identities" /> : null}
      {query.isError ? (
        <ProblemView
          error={query.error}
          what="The cloud identities could not be loaded"
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isSuccess && identities.length === 0 ? (
        <section className="empty card">
          <h2>Connect your first cloud</h2>
          <p className="dim">
            A cloud identity is an AWS account, a Google Cloud project or an Azure subscription that Vintner may work
            in. No key is stored: each job gets credentials for an hour at most.
          </p>
          {connect}
        </section>
      ) : null}
      {identities.length > 0 ? <IdentityTable identities={identities} /> : null}
    </Page>
  );
}
