import { Component, type ReactNode } from "react";

interface State {
  readonly error: Error | undefined;
}

/** What a page could not survive, such as a part of the dashboard that did not load after an upgrade. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div className="page page-narrow">
        <div className="notice notice-failed" role="alert">
          <div className="notice-body">
            <p className="notice-title">This page could not be shown</p>
            <p>{this.state.error.message}</p>
            <button type="button" className="button" onClick={() => window.location.reload()}>
              Load again
            </button>
          </div>
        </div>
      </div>
    );
  }
}
