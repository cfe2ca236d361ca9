import { CopyButton } from "../parts/copy-button.tsx";
import { useIsLocal } from "../session/use-config.ts";
import { useSession } from "../session/use-session.ts";
import { useNow } from "../use-now.ts";

/** How a command gets its token. Yours is copied only by the button that says so. */
export function TokenCard() {
  const session = useSession();
  const isLocal = useIsLocal();
  const minutes = Math.max(0, Math.floor((session.expiresAt - useNow()) / 60_000));
  if (isLocal) {
    return (
      <section className="card token-card">
        <h2>Token</h2>
        <p className="dim">
          The commands on this page ask this machine for a token by themselves, as {session.name} in the group{" "}
          {session.group}: they work as pasted.
        </p>
      </section>
    );
  }
  return (
    <section className="card token-card">
      <h2>Token</h2>
      <p className="dim">
        The commands on this page read your token from <code>VINTNER_TOKEN</code>. It is you: whoever has it may what{" "}
        {session.name} in the group {session.group} may, for {minutes} more minutes. Paste it at the prompt of{" "}
        <code>read -rs VINTNER_TOKEN</code>, so that it is in no history.
      </p>
      <CopyButton label="Copy my token" text={() => session.token} className="button">
        Copy my token
      </CopyButton>
    </section>
  );
}
