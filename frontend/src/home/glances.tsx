import type { ReactNode } from "react";
import { Link } from "wouter";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import type { Vine } from "../../../lambdas/contract/vine.ts";
import { providerWords } from "../identities/identity-words.ts";
import { VerifiedMark } from "../identities/verified-mark.tsx";
import { Presence } from "../tendrils/tendril-status.tsx";
import { VineStatus } from "../vines/vine-status.tsx";
import { sourceLabel, vineName } from "../vines/vine-words.ts";

interface GlanceProps {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly rows: readonly {
    readonly id: string;
    readonly href: string;
    readonly name: string;
    readonly detail: string;
    readonly state: ReactNode;
  }[];
}

const shownMax = 5;

/** A few things of one kind and how they are. */
function Glance({ id, title, href, rows }: GlanceProps) {
  if (rows.length === 0) return null;
  return (
    <section className="card glance" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        <Link href={href}>{rows.length > shownMax ? `All ${rows.length}` : "Open"}</Link>
      </div>
      <ul>
        {rows.slice(0, shownMax).map((row) => (
          <li key={row.id}>
            <Link className="glance-name" href={row.href}>
              {row.name}
            </Link>
            <span className="glance-detail dim">{row.detail}</span>
            {row.state}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Those that changed last come first. */
export function VineGlance({ vines }: { readonly vines: readonly Vine[] }) {
  const sorted = vines.toSorted((a, b) => b.updated_at.localeCompare(a.updated_at));
  return (
    <Glance
      id="home-vines"
      title="Vines"
      href="/vines"
      rows={sorted.map((vine) => ({
        id: vine.id,
        href: `/vines/${vine.id}`,
        name: vineName(vine),
        detail: sourceLabel(vine.config.source),
        state: <VineStatus status={vine.status} />,
      }))}
    />
  );
}

/** Those that do not answer come first. */
export function TendrilGlance({ tendrils }: { readonly tendrils: readonly Tendril[] }) {
  const sorted = tendrils.toSorted((a, b) => Number(b.status === "OFFLINE") - Number(a.status === "OFFLINE"));
  const online = tendrils.filter(({ status }) => status === "ONLINE").length;
  return (
    <Glance
      id="home-tendrils"
      title={`Tendrils: ${online} of ${tendrils.length} online`}
      href="/tendrils"
      rows={sorted.map(({ id, name, region, version, status }) => ({
        id,
        href: `/tendrils/${id}`,
        name,
        detail: [region, version].filter((part) => part !== null).join(" · "),
        state: <Presence status={status} />,
      }))}
    />
  );
}

/** Those that no job can use come first. */
export function IdentityGlance({ identities }: { readonly identities: readonly CloudIdentity[] }) {
  const sorted = identities.toSorted((a, b) => Number(a.is_verified) - Number(b.is_verified));
  return (
    <Glance
      id="home-identities"
      title="Cloud identities"
      href="/cloud-identities"
      rows={sorted.map((identity) => ({
        id: identity.id,
        href: `/cloud-identities/${identity.id}`,
        name: identity.name,
        detail: providerWords[identity.provider].label,
        state: <VerifiedMark identity={identity} />,
      }))}
    />
  );
}
