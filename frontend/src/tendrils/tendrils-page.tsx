import { Link } from "wouter";
import { Icon } from "../parts/icon.tsx";
import { LiveMark } from "../parts/live-mark.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { TendrilTable } from "./tendril-table.tsx";
import { useTendrils } from "./use-tendrils.ts";

export function TendrilsPage() {
  const { query, liveness } = useTendrils();
  const session = useSession();
  const register = may(session, "admin") ? (
    <Link className="button" href="/tendrils/register">
      Register your own
    </Link>
  ) : null;
  const deploy = may(session, "operator") ? (
    <Link className="button button-primary" href="/tendrils/new">
      <Icon name="plus" />
      Deploy a Tendril
    </Link>
  ) : (
    <NeedsGroup group="operator">deploy one</NeedsGroup>
  );
  return (
    <Page
      title="Tendrils"
      actions={
        <>
          <LiveMark liveness={liveness} />
          {register}
          {query.data?.items.length === 0 ? null : deploy}
        </>
      }
    >
      {query.isPending ? <Loading what="Tendrils" /> : null}
      {query.isError ? (
        <ProblemView error={query.error} what="The Tendrils could not be loaded" onRetry={() => void query.refetch()} />
      ) : null}
      {query.data?.items.length === 0 ? (
        <section className="empty card">
          <h2>No Tendril yet</h2>
          <p className="dim">
            Tendrils run Terraform. One that a job deploys appears here as soon as it is registered.
          </p>
          {deploy}
        </section>
      ) : null}
      {query.data !== undefined && query.data.items.length > 0 ? <TendrilTable tendrils={query.data.items} /> : null}
    </Page>
  );
}
