import { useMutation } from "@tanstack/react-query";
import type { Job } from "../../../lambdas/contract/job.ts";
import { trellis } from "../api/trellis.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { CurlButton } from "../parts/curl-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { saveFile } from "../parts/save-file.ts";
import { logFileText, readableText } from "./log-file.ts";
import type { LogSnapshot, LogStore } from "./log-store.ts";

interface LogToolbarProps {
  readonly job: Job;
  readonly store: LogStore;
  readonly log: LogSnapshot;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
  readonly message: string;
}

export function LogToolbar({ job, store, log, wrap, onWrap, message }: LogToolbarProps) {
  return (
    <div className="log-toolbar">
      <h2>Log</h2>
      <span className="dim number">{log.lines === 1 ? "1 line" : `${log.lines.toLocaleString("en")} lines`}</span>
      <span className="log-message" role="status">
        {message}
      </span>
      <div className="log-tools">
        <button
          type="button"
          className="button button-quiet"
          aria-pressed={wrap}
          title="Wrap long lines"
          onClick={() => onWrap(!wrap)}
        >
          <Icon name="wrap" />
          <span>Wrap</span>
        </button>
        <CopyButton label="Copy log" text={() => readableText(log.sections)}>
          Copy
        </CopyButton>
        <DownloadButton job={job} store={store} />
        <CurlButton request={() => ({ method: "GET", path: `/api/jobs/${job.id}/log.txt`, follows: true })}>
          curl
        </CurlButton>
      </div>
    </div>
  );
}

/**
 * A link could not send the token, so the file is fetched. Of a closed job (and of a very long open one) the route
 * redirects to another origin; then the page gives what it has itself, which by the contract is the same text.
 */
function DownloadButton({ job, store }: { readonly job: Job; readonly store: LogStore }) {
  const download = useMutation({
    mutationFn: async () => {
      const own = () => logFileText(store.chunks);
      saveFile(store.complete ? own() : await trellis.logText(job.id).catch(own), `${job.id}.log.txt`);
    },
  });
  return (
    <button
      type="button"
      className="button button-quiet"
      title="Download log.txt"
      disabled={download.isPending}
      onClick={() => download.mutate()}
    >
      <Icon name="download" />
      <span>{download.isError ? "Not downloaded" : "log.txt"}</span>
    </button>
  );
}
