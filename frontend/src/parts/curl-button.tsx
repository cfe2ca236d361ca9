import { curlCommands, type CurlRequest, type CurlStep } from "../api/curl.ts";
import { useConfig } from "../session/use-config.ts";
import { useSession } from "../session/use-session.ts";
import { CopyButton } from "./copy-button.tsx";

interface CurlButtonProps {
  /** Throws when what is typed does not make a request yet. */
  readonly request: () => CurlRequest | readonly CurlStep[];
  /** An icon alone, for beside a button. @default false */
  readonly small?: boolean;
  /** @default Copy as curl */
  readonly children?: string;
}

/** Copies what the button beside it does, as a command. */
export function CurlButton({ request, small = false, children = "Copy as curl" }: CurlButtonProps) {
  const toCurl = useCurl();
  return (
    <CopyButton
      label="Copy as curl"
      icon="terminal"
      text={() => toCurl(request())}
      className={small ? "button button-curl" : "button button-quiet"}
    >
      {small ? undefined : children}
    </CopyButton>
  );
}

/** Makes commands for this installation. */
export function useCurl(): (request: CurlRequest | readonly CurlStep[]) => string {
  const { name: user, group } = useSession();
  const isLocal = useConfig().data?.auth.mode === "local";
  const { origin } = window.location;
  const target = { origin, local: isLocal ? { user, group } : undefined };
  return (request) => curlCommands("path" in request ? [request] : request, target);
}
