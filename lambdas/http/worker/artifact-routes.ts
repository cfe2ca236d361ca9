import type { Artifacts } from "../../cloud/artifacts.ts";
import { json } from "../answer.ts";
import { route, type Route } from "../route.ts";
import { artifactUrl } from "./artifact-url.ts";
import type { Worker } from "./authenticate.ts";
import { tokenHolder } from "./token-holder.ts";
import { workerJob } from "./worker-job.ts";

/** `GET, PUT /api/jobs/{id}/artifacts/{name}`: an URL to read from, or to write to. */
export function artifactRoutes(parts: { readonly now: () => Date; readonly artifacts: Artifacts }): Route<Worker>[] {
  return (["GET", "PUT"] as const).map((method) =>
    route({
      method,
      path: "/api/jobs/{id}/artifacts/{name}",
      needs: "worker",
      answer: async (request) => {
        const { id = "", name = "" } = request.params;
        const row = await workerJob(id, tokenHolder(request), parts.now());
        return json(200, await artifactUrl(row, name, method, parts.artifacts));
      },
    }),
  );
}
