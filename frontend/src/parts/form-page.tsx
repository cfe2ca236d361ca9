import type { ReactNode } from "react";
import { may, type Session } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { Page } from "./page.tsx";

interface FormPageProps {
  readonly title: string;
  /** Who may send the form, and what that is, such as `deploy a Tendril`. */
  readonly needs: Session["group"];
  readonly doing: string;
  /** What sending it does, said above the form. */
  readonly lead: ReactNode;
  readonly children: ReactNode;
}

/** A page with one form. Whoever may not send it learns who may. */
export function FormPage({ title, needs, doing, lead, children }: FormPageProps) {
  const allowed = may(useSession(), needs);
  return (
    <Page title={title} className="page-narrow">
      <p className={allowed ? "lead dim" : "dim"}>{allowed ? lead : `A member of the group ${needs} can ${doing}.`}</p>
      {allowed ? children : null}
    </Page>
  );
}
