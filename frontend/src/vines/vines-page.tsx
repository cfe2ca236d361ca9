import { Link } from "wouter";
import { Icon } from "../parts/icon.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { MoreButton } from "../parts/more-button.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { useIdentities } from "../identities/use-identities.ts";
import { useVines, useVineyards } from "./use-vines.ts";
import { vineGroups } from "./vine-groups.ts";
import { VineTable } from "./vine-table.tsx";

export function VinesPage() {
  const query = useVines();
  const vineyards = useVineyards();
  const identities = useIdentities();
  const plant = may(useSession(), "operator") ? (
    <Link className="button button-primary" href="/vines/new">
      <Icon name="plus" />
      Plant a vine
    </Link>
  ) : (
    <NeedsGroup group="operator">plant a vine</NeedsGroup>
  );
  const vines = (query.data?.pages ?? []).flatMap((page) => page.items);
  const isEmpty = query.isSuccess && vines.length === 0;
  const isLoading = query.isPending || (vineyards.isPending && !isEmpty);
  return (
    <Page title="Vines" actions={isEmpty ? null : plant}>
      {isLoading ? <Loading what="vines" /> : null}
      {query.isError ? (
        <ProblemView error={query.error} what="The vines could not be loaded" onRetry={() => void query.refetch()} />
      ) : null}
      {isEmpty ? (
        <section className="empty card">
          <h2>Plant your first vine</h2>
          <p className="dim">
            A vine is one piece of infrastructure in one of your accounts: a Terraform configuration with its variables
            and its state. You plant it, plan it, and read what Terraform would do.
          </p>
          {plant}
          <p className="dim">
            It needs a <Link href="/cloud-identities">verified AWS identity</Link> to work in and a{" "}
            <Link href="/tendrils">Tendril</Link> to run on.
          </p>
        </section>
      ) : null}
      {isLoading
        ? null
        : vineGroups(vines, vineyards.data?.items ?? []).map((group) => (
            <section key={group.id} className="vineyard" aria-labelledby={`vineyard-${group.id}`}>
              <h2 id={`vineyard-${group.id}`}>
                {group.name} <span className="chip number">{group.vines.length}</span>
              </h2>
              <VineTable vines={group.vines} identities={identities.data?.items ?? []} />
            </section>
          ))}
      <MoreButton query={query}>Show more vines</MoreButton>
    </Page>
  );
}
