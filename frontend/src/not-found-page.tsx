import { Link } from "wouter";
import { useTitle } from "./parts/page.tsx";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <div className="page empty">
      <h1>Nothing grows here</h1>
      <p className="dim">There is no page at this address.</p>
      <Link className="button button-primary" href="/">
        Go home
      </Link>
    </div>
  );
}
