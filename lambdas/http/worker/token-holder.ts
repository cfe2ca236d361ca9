import { workerHeaders } from "../../contract/worker.ts";
import type { RequestHeaders } from "../handler.ts";
import type { Worker } from "./authenticate.ts";
import type { TokenHolder } from "./worker-job.ts";

/** Who a request on a claimed job says that it is. */
export function tokenHolder(
  { caller, headers }: { readonly caller: Worker; readonly headers: RequestHeaders },
  attempt?: number,
): TokenHolder {
  return {
    workerId: caller.id,
    jobToken: headers[workerHeaders.jobToken],
    ...(attempt !== undefined && { attempt }),
  };
}
