import { useEffect, useRef, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { PublicConfig } from "../../lambdas/contract/public-config.ts";
import { Icon, Logo } from "./parts/icon.tsx";
import { sessionStore, useSession } from "./session/use-session.ts";

const places = [
  { href: "/jobs", label: "Jobs" },
  { href: "/vines", label: "Vines" },
  { href: "/tendrils", label: "Tendrils" },
  { href: "/cloud-identities", label: "Cloud identities" },
] as const;

/** What stands around every page: the way to the others, who is signed in, and where. */
export function Shell({ config, children }: { readonly config: PublicConfig; readonly children: ReactNode }) {
  const session = useSession();
  const [path] = useLocation();
  const main = useFocusOnNewPage(path);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="topbar">
        <Link className="brand" href="/" aria-label="Vintner, home" aria-current={path === "/" ? "page" : undefined}>
          <Logo />
          Vintner
        </Link>
        <nav aria-label="Main">
          {places.map(({ href, label }) => (
            <Link key={href} href={href} className="place" aria-current={path.startsWith(href) ? "page" : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        <div className="topbar-end">
          <Link className="dim topbar-link" href="/api-reference">
            API
          </Link>
          <span className="dim region" title="The region of this installation">
            {config.region}
          </span>
          <span className="who">
            <span className="who-name">{session.name}</span> <span className="chip">{session.group}</span>
          </span>
          <button type="button" className="button button-quiet sign-out" onClick={() => sessionStore.signOut()}>
            <Icon name="leave" />
            <span>Sign out</span>
          </button>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** A screen reader must hear that the page is another one; the first load keeps the browser's own focus. */
function useFocusOnNewPage(path: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
