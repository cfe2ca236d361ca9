import { useEffect, type ReactNode } from "react";

interface PageProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** The title of the browser's tab is the page's, so that many open jobs can be told apart. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Vintner`;
  }, [title]);
}

export function Page({ title, actions, children, className = "" }: PageProps) {
  useTitle(title);
  return (
    <div className={`page ${className}`}>
      <div className="page-head">
        <h1>{title}</h1>
        <div className="page-actions">{actions}</div>
      </div>
      {children}
    </div>
  );
}
