import { Link } from "wouter";
import type { RegisteredTendril } from "../api/trellis.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { Icon } from "../parts/icon.tsx";
import { useConfig } from "../session/use-config.ts";
import { agentCommand, dockerCommand, environmentFile, environmentFileName } from "./start-commands.ts";

/** The token, which is never shown again, and how to start the Tendril with it. */
export function RegisteredCard({ id, token, name }: RegisteredTendril & { readonly name: string }) {
  const config = useConfig().data;
  const tendril = {
    id,
    token,
    name,
    apiUrl: config?.api_url ?? window.location.origin,
    version: config?.version ?? "latest",
  };
  return (
    <div className="card form">
      <div className="notice notice-stopping">
        <Icon name="warning" />
        <div className="notice-body">
          <p className="notice-title">This is the only time that you see the token</p>
          <p>It cannot be shown again. Save the file now; whoever has it can take this Tendril’s jobs.</p>
        </div>
      </div>
      <CodeBlock label="Token" text={token} />
      <ol className="set-up-steps">
        <li>
          <h3>Save the environment where the Tendril will run</h3>
          <CodeBlock label="Environment" text={environmentFile(tendril)} fileName={environmentFileName(name)} />
        </li>
        <li>
          <h3>Start it in a container</h3>
          <p className="dim">
            The image is the one that this installation runs its own Tendrils with; tag it <code>vintner-tendril</code>.
          </p>
          <CodeBlock label="Docker" text={dockerCommand(tendril)} />
        </li>
        <li>
          <h3>Or without one</h3>
          <p className="dim">
            The agent is one file of that image, <code>bin/vintner-agent</code>. It needs Node 24 and Terraform on PATH.
          </p>
          <CodeBlock label="Agent" text={agentCommand(tendril)} />
        </li>
      </ol>
      <div className="form-actions">
        <Link className="button" href={`/tendrils/${id}`}>
          Go to {name}
        </Link>
      </div>
    </div>
  );
}
