/** The little Markdown of the description: `code` between backticks. */
export function Prose({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) =>
    // Every second part stood between backticks; the parts of a text never move.
    // oxlint-disable-next-line react/no-array-index-key
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
