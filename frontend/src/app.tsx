import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ComponentType } from "react";
import { Route, Switch } from "wouter";
import type { PublicConfig } from "../../lambdas/contract/public-config.ts";
import { trellis } from "./api/trellis.ts";
import { browserClock } from "./clock.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { ErrorBoundary } from "./parts/error-boundary.tsx";
import { Loading } from "./parts/loading.tsx";
import { onDemand } from "./parts/on-demand.tsx";
import { ProblemView } from "./parts/problem-view.tsx";
import { Realtime } from "./realtime/realtime.ts";
import { RealtimeContext } from "./realtime/use-topic.ts";
import type { Session } from "./session/session.ts";
import { useConfig } from "./session/use-config.ts";
import { SessionContext, useCurrentSession } from "./session/use-session.ts";
import { Shell } from "./shell.tsx";

const page = <Props extends object>(load: () => Promise<ComponentType<Props>>) => onDemand(load, "the page");
const HomePage = page(async () => (await import("./home/home-page.tsx")).HomePage);
const JobsPage = page(async () => (await import("./jobs/jobs-page.tsx")).JobsPage);
const JobPage = page(async () => (await import("./job/job-page.tsx")).JobPage);
const TendrilsPage = page(async () => (await import("./tendrils/tendrils-page.tsx")).TendrilsPage);
const TendrilPage = page(async () => (await import("./tendrils/tendril-page.tsx")).TendrilPage);
const RegisterPage = page(async () => (await import("./tendrils/register-page.tsx")).RegisterPage);
const IdentitiesPage = page(async () => (await import("./identities/identities-page.tsx")).IdentitiesPage);
const IdentityPage = page(async () => (await import("./identities/identity-page.tsx")).IdentityPage);
const ConnectPage = page(async () => (await import("./identities/connect-page.tsx")).ConnectPage);
const DeployPage = page(async () => (await import("./deploy/deploy-page.tsx")).DeployPage);
const VinesPage = page(async () => (await import("./vines/vines-page.tsx")).VinesPage);
const VinePage = page(async () => (await import("./vines/vine-page.tsx")).VinePage);
const PlantPage = page(async () => (await import("./vines/plant-page.tsx")).PlantPage);
const EditVinePage = page(async () => (await import("./vines/edit-vine-page.tsx")).EditVinePage);
const ReferencePage = page(async () => (await import("./reference/reference-page.tsx")).ReferencePage);
const SignInPage = onDemand(async () => (await import("./session/sign-in-page.tsx")).SignInPage, "Vintner");

export function App() {
  const session = useCurrentSession();
  const queries = useQueryClient();
  useEffect(() => {
    // The next person must not see what this one has read.
    if (session === undefined) queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "config" });
  }, [session, queries]);
  const config = useConfig();
  if (config.isPending) return <Loading what="Vintner" />;
  if (config.isError) {
    return (
      <main className="page page-narrow">
        <ProblemView error={config.error} what="Vintner did not start" onRetry={() => void config.refetch()} />
      </main>
    );
  }
  return session === undefined ? (
    <SignInPage config={config.data} />
  ) : (
    <SignedIn config={config.data} session={session} />
  );
}

function SignedIn({ config, session }: { readonly config: PublicConfig; readonly session: Session }) {
  const realtime = useRealtime(config.ws_url);
  return (
    <SessionContext value={session}>
      <RealtimeContext value={realtime}>
        <Shell config={config}>
          <ErrorBoundary>
            <Routes />
          </ErrorBoundary>
        </Shell>
      </RealtimeContext>
    </SessionContext>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/jobs" component={JobsPage} />
      <Route path="/jobs/:id">{({ id }) => <JobPage key={id} id={id} />}</Route>
      <Route path="/vines" component={VinesPage} />
      <Route path="/vines/new" component={PlantPage} />
      <Route path="/vines/:id">{({ id }) => <VinePage key={id} id={id} />}</Route>
      <Route path="/vines/:id/edit">{({ id }) => <EditVinePage key={id} id={id} />}</Route>
      <Route path="/tendrils" component={TendrilsPage} />
      <Route path="/tendrils/new" component={DeployPage} />
      <Route path="/tendrils/register" component={RegisterPage} />
      <Route path="/tendrils/:id">{({ id }) => <TendrilPage key={id} id={id} />}</Route>
      <Route path="/cloud-identities" component={IdentitiesPage} />
      <Route path="/cloud-identities/new" component={ConnectPage} />
      <Route path="/cloud-identities/:id">{({ id }) => <IdentityPage key={id} id={id} />}</Route>
      <Route path="/api-reference" component={ReferencePage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}

/** One connection for the session, with a new ticket for each connect: a renewed token ends none. */
function useRealtime(webSocketUrl: string): Realtime | undefined {
  const [realtime, setRealtime] = useState<Realtime>();
  useEffect(() => {
    const next = new Realtime(async () => {
      const { ticket } = await trellis.realtimeTicket();
      return `${webSocketUrl}?ticket=${encodeURIComponent(ticket)}`;
    }, browserClock);
    setRealtime(next);
    return () => next.close();
  }, [webSocketUrl]);
  return realtime;
}
