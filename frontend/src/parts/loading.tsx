/** Shown only when loading takes longer than a blink: the style lets it appear late. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <div className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      Loading {what}…
    </div>
  );
}
