import type { Vine } from "../../../lambdas/contract/vine.ts";
import { StatusMark } from "../parts/status-mark.tsx";
import { vineStatusWords } from "./vine-words.ts";

export function VineStatus({ status }: { readonly status: Vine["status"] }) {
  const { tone, text } = vineStatusWords[status];
  return (
    <span className="status">
      <StatusMark tone={tone} />
      {text}
    </span>
  );
}
