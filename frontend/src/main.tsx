import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "./api/problem.ts";
import { App } from "./app.tsx";
import { ErrorBoundary } from "./parts/error-boundary.tsx";

/** What the request itself got wrong does not get better by asking again. */
function worthRetrying(failures: number, error: unknown): boolean {
  const status = error instanceof ApiProblem ? error.problem.status : 500;
  return failures < 2 && (status === 0 || status >= 500);
}

const queries = new QueryClient({ defaultOptions: { queries: { retry: worthRetrying, staleTime: 5_000 } } });

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </QueryClientProvider>
  </StrictMode>,
);
